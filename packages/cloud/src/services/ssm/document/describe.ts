import type { DocumentDescription, DocumentIdentifier } from '@aws-sdk/client-ssm';
import type { Context } from '../../../kernel/context.ts';
import { asText } from '../automation/output.ts';
import { isList } from './parameterValue.ts';
import { type Document, type DocumentVersion, runbookIn } from './state.ts';

export function describeDocument(
  document: Document,
  version: DocumentVersion,
  { accountId }: Context,
): DocumentDescription {
  const { description, parameters } = runbookIn(version);
  return {
    ...identify(document, version, accountId),
    Hash: version.hash,
    HashType: 'Sha256',
    Status: 'Active',
    ...(description === undefined ? undefined : { Description: description }),
    Parameters: Object.entries(parameters).map(([Name, spec]) => ({
      Name,
      Type: isList(spec.type) ? 'StringList' : (spec.type as 'String'),
      ...(spec.description === undefined ? undefined : { Description: spec.description }),
      ...(spec.default === undefined ? undefined : { DefaultValue: asText(spec.default) }),
    })),
    LatestVersion: document.versions.at(-1)!.version,
    DefaultVersion: document.defaultVersion,
  };
}

export function identify(
  { name, targetType, tags }: Document,
  version: DocumentVersion,
  accountId: string,
): DocumentIdentifier {
  const { versionName, displayName } = version;
  return {
    Name: name,
    ...(displayName === undefined ? undefined : { DisplayName: displayName }),
    ...(versionName === undefined ? undefined : { VersionName: versionName }),
    Owner: accountId,
    CreatedDate: new Date(version.createdMs),
    DocumentVersion: version.version,
    PlatformTypes: ['Windows', 'Linux', 'MacOS'],
    DocumentType: 'Automation',
    SchemaVersion: '0.3',
    DocumentFormat: version.format,
    ...(targetType === undefined ? undefined : { TargetType: targetType }),
    Tags: [...tags],
  };
}
