import { checkDocument } from './checkDocument.ts';
import { type PolicyDocument, readDocument } from './document.ts';
import { compileStatement, type Statement } from './statement.ts';
import type { NamedPrincipal, Policy, PolicyKind } from './types.ts';

/**
 * Parses and compiles a policy document. It costs tens of microseconds, so keep the result.
 *
 * @param text the JSON document, at most 131,072 characters; the quota of the place it is stored
 *   in (`POLICY_LIMITS`) is for the caller to check
 * @throws PolicyError with the message IAM answers in MalformedPolicyDocument
 */
export function parsePolicy(text: string, kind: PolicyKind): Policy {
  const document = readDocument(text);
  checkDocument(document, kind);
  const statements = document.statements.map((one) => compileStatement(one, document.version));
  return {
    kind,
    version: document.version,
    statements,
    byService: indexByService(statements),
    anyService: statements.filter(({ services }) => services === undefined),
    principals: principalsOf(document),
  };
}

/** Most policies speak of a few services; a request then sees only the statements on its own. */
function indexByService(statements: readonly Statement[]): Policy['byService'] {
  const services = new Set(statements.flatMap((statement) => [...(statement.services ?? [])]));
  return new Map(
    [...services].map((service) => [
      service,
      statements.filter((one) => one.services === undefined || one.services.has(service)),
    ]),
  );
}

function principalsOf({ statements }: PolicyDocument): readonly NamedPrincipal[] {
  return statements.flatMap((one) => one.principals ?? one.notPrincipals ?? []);
}
