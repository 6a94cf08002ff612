import { AwsError } from '../../kernel/error.ts';

type AskedTag = { readonly Key: string | undefined; readonly Value: string | undefined };

export function withTags(
  tags: Readonly<Record<string, string>>,
  asked: readonly AskedTag[],
): Readonly<Record<string, string>> {
  const added = Object.fromEntries(asked.map(({ Key = '', Value = '' }) => [Key, Value]));
  if (Object.keys(added).length < asked.length) throw invalid('DUPLICATE_TAG_KEY');
  const reserved = Object.keys(added).some((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved) throw invalid('INVALID_SYSTEM_TAGS_PARAMETER');
  const result = { ...tags, ...added };
  if (Object.keys(result).length <= tagsMax) return result;
  throw new AwsError('ConstraintViolationException', 'You have exceeded the allowed limit.', {
    fields: { Reason: 'MAX_TAG_LIMIT_EXCEEDED' },
  });
}

function invalid(reason: string): AwsError {
  return new AwsError('InvalidInputException', 'You specified an invalid value.', {
    fields: { Reason: reason },
  });
}

const tagsMax = 50;
