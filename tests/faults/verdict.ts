import { cbor } from '@smithy/core/cbor';
import type { Attempt, Dialect } from './attempt.ts';
import type { Exchange, Reply } from './exchange.ts';

/** What is wrong with the answer to a malformed request; undefined where it is as it should be. */
export function faultOf(attempt: Attempt, { end, replies }: Exchange): string | undefined {
  const { may, dialect } = attempt;
  if (end === 'hung') return 'hung';
  if (replies.length === 0) return may === 'closed' ? undefined : 'no answer';
  for (const reply of replies) {
    if (may === 'any' && reply.status < 400) continue;
    // The answer to HEAD has no body, and so no code.
    if (isHead(attempt) && reply.status >= 400 && reply.status < 500) continue;
    const fault = faultOfError(reply, replies.length === 1 ? dialect : undefined);
    if (fault !== undefined) return `${fault}: ${reply.status} ${reply.body.subarray(0, 300)}`;
  }
  return undefined;
}

const isHead = ({ bytes }: Attempt) => bytes.subarray(0, 5).toString() === 'HEAD ';

function faultOfError(reply: Reply, dialect: Dialect | undefined): string | undefined {
  const { status } = reply;
  if (status < 400) return 'accepted';
  const error = errorOf(reply);
  if (error === undefined) return 'no error document';
  if (dialect !== undefined && error.dialect !== dialect) return `an error in ${error.dialect}`;
  if (status >= 500 && error.code !== 'NotImplemented') return 'a defect';
  return undefined;
}

/** The code of an error document of AWS, in whichever of its forms. */
function errorOf({ headers, body }: Reply): { dialect: Dialect; code: string } | undefined {
  const type = headers['content-type'] ?? '';
  const text = body.toString();
  const named = (dialect: Dialect, name: unknown) =>
    typeof name === 'string' && name !== ''
      ? { dialect, code: name.slice(name.indexOf('#') + 1) }
      : undefined;
  const restCode = headers['x-amzn-errortype'];
  if (type === 'application/json' && restCode !== undefined) {
    return typeof JSON.parse(text) === 'object' ? named('rest', restCode) : undefined;
  }
  if (type.startsWith('application/x-amz-json')) return named('json', JSON.parse(text).__type);
  if (type === 'application/cbor') return named('cbor', cbor.deserialize(body).__type);
  const dialect = text.includes('<ErrorResponse') ? 'query' : 's3';
  return named(dialect, /<Code>(\w+(?:\.\w+)*)<\/Code>/.exec(text)?.[1]);
}
