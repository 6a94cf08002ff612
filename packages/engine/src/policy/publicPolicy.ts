/**
 * Whether AWS calls a resource policy public: some statement allows everybody, and no condition
 * ties it to fixed accounts, principals, networks or resources.
 * Source: "The meaning of public" in the S3 User Guide.
 * @param text a policy that `parsePolicy` has read
 */
export function isPublicPolicy(text: string): boolean {
  const { Statement } = JSON.parse(text) as { Statement: StatementText | StatementText[] };
  return listOf(Statement).some(
    (statement) =>
      statement.Effect === 'Allow' && speaksToEverybody(statement) && !isTied(statement.Condition),
  );
}

interface StatementText {
  readonly Effect: string;
  readonly Principal?: string | Readonly<Record<string, string | string[]>>;
  readonly NotPrincipal?: unknown;
  readonly Condition?: ConditionText;
}

type ConditionText = Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;

function speaksToEverybody({ Principal, NotPrincipal }: StatementText): boolean {
  if (NotPrincipal !== undefined) return true;
  if (typeof Principal === 'string') return Principal === '*';
  return listOf(Principal?.AWS ?? []).includes('*');
}

function isTied(condition: ConditionText = {}): boolean {
  return Object.entries(condition).some(([operator, keys]) => {
    if (!tyingOperator.test(operator)) return false;
    return Object.entries(keys).some(([key, values]) => {
      if (!tyingKeys.has(key.toLowerCase())) return false;
      const isFixed = key.toLowerCase() === 'aws:sourceip' ? isNetwork : isConstant;
      return listOf(values).every(isFixed);
    });
  });
}

/** `…IfExists` lets everybody in who does not have the key, so it ties nothing. */
const tyingOperator =
  /^(?:ForAnyValue:)?(?:String(?:Equals|EqualsIgnoreCase|Like)|Arn(?:Equals|Like)|IpAddress)$/i;

const tyingKeys: ReadonlySet<string> = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceowner',
  'aws:sourceorgid',
  'aws:sourcevpc',
  'aws:sourcevpcarn',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);

/** Without wildcards and variables, or an ARN that names its account: it lets in no other. */
const isConstant = (value: string) => !/[*?]|\$\{/.test(value) || arnOfAccount.test(value);

const arnOfAccount = /^arn:[\w-]+:[\w-]+:[\w-]*:\d{12}:(?!.*\$\{)/;

/** Networks wider than these hold most of the Internet and count as everybody. */
function isNetwork(value: string): boolean {
  const [address = '', bits] = value.split('/');
  if (bits === undefined) return true;
  return Number(bits) >= (address.includes(':') ? 32 : 8);
}

function listOf<Item>(value: Item | readonly Item[]): readonly Item[] {
  return Array.isArray(value) ? value : [value as Item];
}
