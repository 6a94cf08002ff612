import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';
import { createRunbook } from './automation.testkit.ts';

const steps = "mainSteps: [{ name: one, action: 'aws:sleep', inputs: { Duration: PT1S } }]";
const valid = `schemaVersion: '0.3'\n${steps}\n`;
const withStep = (step: string) => `schemaVersion: '0.3'\nmainSteps: [${step}]\n`;
/** Each line doubles the one before. */
const bomb = `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`).join('\n')}`;

test('refuses: content that is no runbook', async () => {
  await using cloud = await startTestCloud();
  const content = 'InvalidDocumentContent';
  const cases: [content: string, name: string, message: RegExp][] = [
    ['a: [', content, /^YAML not well-formed\. at Line: \d+, Column: \d+$/],
    ['{"a":', content, /^JSON not well-formed/],
    [bomb, content, /^YAML not well-formed/],
    [`a: ${'['.repeat(20_000)}`, content, /^YAML not well-formed/],
    [`{"a":${'['.repeat(500)}${']'.repeat(500)}}`, content, /nested deeper than 50 levels/],
    ['just text', content, /must be a map/],
    [`schemaVersion: '2.2'\n${steps}`, 'InvalidDocumentSchemaVersion', /"2\.2" is not supported/],
    ["schemaVersion: '0.3'", content, /at least one step/],
    [`${valid}extra: 1`, content, /Unknown element "extra"/],
    [`${valid}variables: {}`, 'NotImplemented', /Automation documents with variables/],
    [`${valid}${'#'.repeat(65_536)}`, 'MaxDocumentSizeExceeded', /64 KB/],
    [`${valid}parameters: { A: { type: Text } }`, content, /"A" has invalid type "Text"/],
    [
      `${valid}parameters: { A: { type: Integer, default: x } }`,
      content,
      /Default of parameter "A"/,
    ],
    [
      `${valid}parameters: { A: { type: String, allowedPattern: '(' } }`,
      content,
      /invalid allowedPattern/,
    ],
    [`${valid}outputs: [two.X]`, content, /Step "two" of "\{\{ two\.X \}\}" is not defined/],
    [
      withStep("{ name: one, action: 'aws:runInstances', inputs: {} }"),
      'NotImplemented',
      /the Automation action aws:runInstances/,
    ],
    [withStep('{ name: one, action: sleep, inputs: {} }'), content, /Action "sleep" in step: one/],
    [
      withStep("{ name: one, action: 'aws:sleep', inputs: {} }"),
      content,
      /Exactly one of Duration/,
    ],
    [
      withStep("{ name: one, action: 'aws:executeAwsApi', inputs: { Service: iam } }"),
      content,
      /Required input "Api"/,
    ],
    [
      withStep("{ name: one, action: 'aws:sleep', inputs: { Duration: '{{ Absent }}' } }"),
      content,
      /^Parameter "Absent" is not declared\.$/,
    ],
    [
      withStep("{ name: one, action: 'aws:sleep', nextStep: two, inputs: { Duration: PT1S } }"),
      content,
      /Step "two" is not defined/,
    ],
    [
      withStep("{ name: one, action: 'aws:sleep', onFailure: Retry, inputs: { Duration: PT1S } }"),
      content,
      /Invalid value "Retry"/,
    ],
    [
      withStep("{ name: one, action: 'aws:sleep', inputs: { Duration: PT1S, Extra: 1 } }"),
      content,
      /Unknown input "Extra"/,
    ],
    [
      withStep(
        "{ name: one, action: 'aws:branch', inputs: { Choices: [{ NextStep: one, Or: [{ Variable: a, StringEquals: b }] }] } }",
      ),
      content,
      /^Expect at lease two expressions for operator: Or in step: one\. Provided: 1$/,
    ],
    [
      withStep(
        "{ name: one, action: 'aws:executeScript', inputs: { Runtime: PowerShell 7.4, Handler: x, Script: x } }",
      ),
      'NotImplemented',
      /Runtime PowerShell 7\.4/,
    ],
    [
      `schemaVersion: '0.3'\nmainSteps:\n${"  - { name: one, action: 'aws:sleep', inputs: { Duration: PT1S } }\n".repeat(101)}`,
      content,
      /more than 100 steps/,
    ],
    [
      `schemaVersion: '0.3'\nmainSteps:\n${"  - { name: one, action: 'aws:sleep', inputs: { Duration: PT1S } }\n".repeat(2)}`,
      content,
      /"one" is not unique/,
    ],
  ];
  for (const [text, name, message] of cases) {
    const what = text.slice(0, 120);
    await assert.rejects(createRunbook(cloud.ssm, 'Bad', text), { name, message }, what);
  }
  await assert.rejects(createRunbook(cloud.ssm, 'AWS-Own', valid), { name: 'ValidationException' });
  await assert.rejects(cloud.ssm.createDocument({ Name: 'Command', Content: '{}' }), {
    name: 'NotImplemented',
    message: /DocumentType Command/,
  });
});

test('does: keeps documents in versions', async () => {
  await using cloud = await startTestCloud();
  const { ssm } = cloud;
  const described = `description: Waits.\nparameters: { Wait: { type: StringList, default: [a], description: How } }\n${valid}`;
  const { DocumentDescription: created } = await createRunbook(ssm, 'Waits', described);
  assert.deepEqual(
    [created?.Status, created?.DocumentVersion, created?.Owner, created?.SchemaVersion],
    ['Creating', '1', '123456789012', '0.3'],
  );
  assert.deepEqual(created?.Parameters, [
    { Name: 'Wait', Type: 'StringList', Description: 'How', DefaultValue: '["a"]' },
  ]);
  await assert.rejects(createRunbook(ssm, 'Waits', valid), { name: 'DocumentAlreadyExists' });
  const update = { Name: 'Waits', Content: valid, DocumentFormat: 'YAML' } as const;
  await ssm.updateDocument({ ...update, VersionName: 'second', DocumentVersion: '$LATEST' });
  await assert.rejects(ssm.updateDocument(update), { name: 'DuplicateDocumentContent' });

  const content = async (more: object) =>
    (await ssm.getDocument({ Name: 'Waits', ...more })).Content;
  assert.equal(await content({}), described);
  assert.equal(await content({ DocumentVersion: '$LATEST' }), valid);
  assert.equal(await content({ VersionName: 'second' }), valid);
  assert.equal(JSON.parse((await content({ DocumentFormat: 'JSON' }))!).description, 'Waits.');
  await assert.rejects(content({ DocumentVersion: '3' }), { name: 'InvalidDocumentVersion' });

  await ssm.updateDocumentDefaultVersion({ Name: 'Waits', DocumentVersion: '2' });
  const { Document } = await ssm.describeDocument({ Name: 'Waits' });
  assert.deepEqual([Document?.DefaultVersion, Document?.LatestVersion], ['2', '2']);
  const { DocumentVersions } = await ssm.listDocumentVersions({ Name: 'Waits' });
  assert.deepEqual(
    DocumentVersions?.map(({ DocumentVersion, IsDefaultVersion }) => [
      DocumentVersion,
      IsDefaultVersion,
    ]),
    [
      ['2', true],
      ['1', false],
    ],
  );
  const tags = { ResourceType: 'Document', ResourceId: 'Waits' } as const;
  await ssm.addTagsToResource({
    ...tags,
    Tags: [
      { Key: 'a', Value: 'b' },
      { Key: 'c', Value: 'd' },
    ],
  });
  await ssm.removeTagsFromResource({ ...tags, TagKeys: ['c'] });
  assert.deepEqual((await ssm.listTagsForResource(tags)).TagList, [{ Key: 'a', Value: 'b' }]);
  const { DocumentIdentifiers } = await ssm.listDocuments({
    Filters: [
      { Key: 'Owner', Values: ['Self'] },
      { Key: 'tag:a', Values: ['b'] },
    ],
  });
  assert.deepEqual(
    DocumentIdentifiers?.map(({ Name }) => Name),
    ['Waits'],
  );
  await assert.rejects(ssm.deleteDocument({ Name: 'Waits', DocumentVersion: '2' }), {
    name: 'InvalidDocumentOperation',
  });
  await ssm.deleteDocument({ Name: 'Waits' });
  await assert.rejects(content({}), {
    name: 'InvalidDocument',
    message: 'Document with name Waits does not exist.',
  });
});
