/**
 * Writes the names of API calls as CloudTrail spells them in `eventName`.
 *
 * A call's `eventName` is the operation's name in AWS's API model. botocore carries the models as
 * `data/<service>/<version>/service-2.json.gz` (Apache-2.0, https://github.com/boto/botocore).
 *
 *     node tools/vocabulary.ts "$(python3 -c 'import botocore; print(botocore.__path__[0])')/data"
 *
 * It is run by hand when a service is added or AWS names new calls; its output is checked in.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const services = `
  accessanalyzer account acm athena bedrock cloudformation cloudfront cloudtrail cloudwatch config
  dynamodb ec2 ecr ecs eks elb elbv2 events guardduty iam identitystore inspector2 kms lambda logs
  organizations ram rds route53 route53domains route53resolver s3 s3control secretsmanager
  securityhub ses sns sqs ssm sso-admin sts wafv2
`.match(/\S+/g)!;
const outputPath = join(
  import.meta.dirname,
  '../packages/engine/src/sigma/targets/vocabulary/apiCalls.ts',
);

/** One text a verb, such as `Describe Instances Images`, so that the verb is written once. */
export function callTable(names: Iterable<string>): readonly string[] {
  const byVerb = new Map<string, string[]>();
  for (const name of [...new Set(names)].sort()) {
    const verb = /^(?:[A-Z][a-z]+|[A-Z]+(?![a-z]))/.exec(name)?.[0] ?? name;
    byVerb.set(verb, [...(byVerb.get(verb) ?? []), name.slice(verb.length) || '-']);
  }
  return [...byVerb].map(([verb, rest]) => `${verb} ${rest.join(' ')}`);
}

function operationNames(modelsFolder: string, service: string): readonly string[] {
  const version = readdirSync(join(modelsFolder, service)).sort().at(-1) ?? '';
  const bytes = gunzipSync(readFileSync(join(modelsFolder, service, version, 'service-2.json.gz')));
  const model = JSON.parse(bytes.toString('utf8')) as { readonly operations: object };
  return Object.keys(model.operations);
}

if (import.meta.main) {
  const modelsFolder = process.argv[2];
  if (modelsFolder === undefined) {
    console.error('usage: node tools/vocabulary.ts <botocore data folder>');
    process.exit(2);
  }
  const table = callTable(services.flatMap((service) => operationNames(modelsFolder, service)));
  writeFileSync(
    outputPath,
    `// Table. Written by tools/vocabulary.ts from botocore's API models (Apache-2.0).

/** Names of API calls: in each text a verb, then what follows it; \`-\` where nothing does. */
export const API_CALLS: readonly string[] = [
${table.map((line) => `  '${line}',`).join('\n')}
];
`,
  );
}
