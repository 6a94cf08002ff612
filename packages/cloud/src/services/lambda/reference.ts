/** What a caller means by FunctionName and Qualifier. */
export interface Reference {
  readonly name: string;
  /** `$LATEST`, a version or an alias; absent for the function itself. */
  readonly qualifier?: string;
  readonly accountId?: string;
  readonly region?: string;
}

/** Reads a name, a partial ARN or an ARN, each with or without a qualifier. */
export function readReference(
  functionName: string,
  qualifier?: string | undefined,
): Reference | undefined {
  const match = form.exec(functionName);
  if (!match) return undefined;
  const [, region, accountId, name, inName] = match;
  const meant = qualifier ?? inName;
  return {
    name: name!,
    ...(meant === undefined ? undefined : { qualifier: meant }),
    ...(accountId === undefined ? undefined : { accountId }),
    ...(region === undefined ? undefined : { region }),
  };
}

const form =
  /^(?:arn:aws[\w-]*:lambda:([\w-]+):)?(?:(\d{12}):)?(?:function:)?([\w-]{1,64})(?::([$\w-]+))?$/;
