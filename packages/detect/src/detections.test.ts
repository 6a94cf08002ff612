import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FilterPatternError, formatFilterPattern, parseFilterPattern } from '@tocsin/engine/filter';
import { noConfiguration } from './configuration.ts';
import { createDetector } from './detector.ts';
import { runEvidence } from './evidence.ts';
import type { TrailRecord } from './extension.ts';
import { builtInRules, loadRules } from './load.ts';
import { packs, select } from './selection.ts';

const { files, detections, problems } = loadRules([builtInRules], noConfiguration);

test('every file is a detection', () => {
  assert.deepEqual(problems.map(String), []);
  assert.ok(files.length > 100);
});

test('each has an id of its own, a level, a technique, a way on, and both kinds of evidence', () => {
  const ids = detections.map(({ sigma }) => sigma.id);
  assert.equal(new Set(ids).size, ids.length);
  for (const { name, sigma, isStep, source } of detections) {
    assert.match(sigma.id ?? '', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, name);
    if (isStep) continue;
    const { runbook, tests, packs: given } = source.extension;
    assert.ok(sigma.level && sigma.description && sigma.references.length > 0, name);
    assert.ok(
      sigma.tags.some((tag) => tag.startsWith('attack.')),
      name,
    );
    assert.ok(sigma.falsepositives.length > 0 && runbook.length > 0, name);
    assert.ok(tests.match.length > 0 && tests.ignore.length > 0, name);
    for (const pack of given) assert.ok((packs as readonly string[]).includes(pack), pack);
  }
});

/** Tactics under which MITRE lists the techniques of ours, by the technique without its part. */
const tacticsOf: Readonly<Record<string, string>> = {
  t1005: 'collection',
  t1021: 'lateral-movement',
  t1040: 'credential-access discovery',
  t1059: 'execution',
  t1069: 'discovery',
  t1078: 'initial-access persistence privilege-escalation defense-evasion',
  t1087: 'discovery',
  t1098: 'persistence privilege-escalation',
  t1110: 'credential-access',
  t1136: 'persistence',
  t1484: 'defense-evasion privilege-escalation',
  t1485: 'impact',
  t1486: 'impact',
  t1490: 'impact',
  t1496: 'impact',
  t1525: 'persistence',
  t1526: 'discovery',
  t1530: 'collection',
  t1535: 'defense-evasion',
  t1537: 'exfiltration',
  t1546: 'persistence privilege-escalation',
  t1552: 'credential-access',
  t1555: 'credential-access',
  t1556: 'credential-access defense-evasion persistence',
  t1562: 'defense-evasion',
  t1567: 'exfiltration',
  t1578: 'defense-evasion',
  t1580: 'discovery',
  t1648: 'execution',
  t1651: 'execution',
  t1666: 'defense-evasion',
};

test('each names its techniques, and every technique stands with a tactic of its own', () => {
  for (const { name, sigma, isStep } of detections) {
    if (isStep) continue;
    const tags = sigma.tags.map((tag) => tag.replace('attack.', ''));
    const techniques = tags.filter((tag) => /^t\d/.test(tag));
    assert.ok(techniques.length > 0, `${name} names no technique`);
    for (const technique of techniques) {
      const tactics = tacticsOf[technique.split('.')[0]!]?.split(' ') ?? [];
      assert.ok(
        tactics.some((tactic) => tags.includes(tactic)),
        `${name}: ${technique}`,
      );
    }
    for (const tactic of tags.filter((tag) => !/^t\d/.test(tag))) {
      const served = techniques.some((each) => tacticsOf[each.split('.')[0]!]?.includes(tactic));
      assert.ok(served, `${name}: ${tactic} without a technique`);
    }
  }
});

for (const file of files) {
  test(`${file.name}: its evidence`, () => {
    const failed = runEvidence(file).filter(({ passed }) => !passed);
    assert.deepEqual(
      failed.map(({ kind, name, findings }) => [kind, name, findings.map((each) => each.title)]),
      [],
    );
  });
}

test('published filter patterns are valid, and printing them changes nothing but their form', () => {
  const patterns = files.flatMap(({ extension }) => extension.filterPatterns);
  assert.ok(patterns.length > 30);
  for (const { pattern, defect } of patterns) {
    if (defect?.includes('refuses')) {
      assert.throws(() => parseFilterPattern(pattern), FilterPatternError);
      continue;
    }
    const { syntax } = parseFilterPattern(pattern);
    const again = parseFilterPattern(formatFilterPattern(syntax));
    assert.deepEqual(again.syntax, syntax, pattern);
  }
});

const shared = join(import.meta.dirname, '../../../../shared/data');
const skip = existsSync(shared) ? false : 'needs ../shared/data';
const on = select(detections, { packs: ['all'], minLevel: 'low' }, noConfiguration);
const read = (name: string) => readFileSync(join(shared, name), 'utf8');

test('every recorded attack technique rings', { skip }, () => {
  const techniques = new Map<string, TrailRecord[]>();
  for (const line of read('attack-records.ndjson').trim().split('\n')) {
    const { technique, event } = JSON.parse(line) as { technique: string; event: TrailRecord };
    techniques.set(technique, [...(techniques.get(technique) ?? []), event]);
  }
  const silent = [...techniques].filter(([, records]) => {
    const detector = createDetector(on);
    const inOrder = records.toSorted((a, b) =>
      String(a.eventTime) < String(b.eventTime) ? -1 : 1,
    );
    return inOrder.flatMap((record) => detector.feed(record)).length === 0;
  });
  assert.deepEqual(
    silent.map(([technique]) => technique),
    [],
  );
});

test('published patterns are those of the benchmarks, to the letter', { skip }, () => {
  const shipped = new Set(
    files.flatMap(({ extension }) => extension.filterPatterns.map(({ pattern }) => pattern)),
  );
  const { cis, securityHub } = JSON.parse(read('cis-patterns.json')) as Record<
    'cis' | 'securityHub',
    { pattern: string | null }[]
  >;
  const missing = [...cis, ...securityHub].filter(
    ({ pattern }) => pattern && !shipped.has(pattern),
  );
  assert.deepEqual(missing, []);
});

/** Ideas that ours share, and the detection that stands for each. */
const sameAim: Readonly<Record<string, string>> = {
  'AWS.Lambda.UpdateFunctionConfiguration': 'function-layer-added-by-hand',
  'AWS.CloudTrail.AMIModifiedForPublicAccess': 'image-shared',
  'AWS.Potential.Backdoor.Lambda': 'function-opened',
  'AWS.Bedrock.GuardrailUpdateDelete': 'model-guardrail-changed',
  'AWS.CloudTrail.EventSelectorsDisabled': 'trail-narrowed',
  'AWS.CloudTrail.SES.CheckIdentityVerifications': 'email-service-asked',
  'AWS.CloudTrail.SES.ListIdentities': 'email-service-asked',
  'AWS.Console.LoginWithoutMFA': 'console-sign-in-without-mfa',
  'AWS.CloudTrail.DNSLogsDeleted': 'dns-logs-deleted',
  'AWS.EC2.ManyPasswordReadAttempts': 'instance-password-read',
  'AWS.EC2.Startup.Script.Change': 'instance-startup-script-changed',
  'AWS.IAM.BackdoorRole': 'role-trust-opened',
  'AWS.CloudTrail.IAMAnythingChanged': '4-04-iam-policy-changes',
  'AWS.CloudTrail.IAMEntityCreatedWithoutCloudFormation': 'user-created',
  'AWS.Macie.Evasion': 'threat-detection-disabled',
  'AWS.CloudTrail.NetworkACLPermissiveEntry': 'nacl-opened',
  'AWS.RDS.IAMRoleAdded': 'database-role-added',
  'AWS.RDS.ManualSnapshotCreated': 'database-snapshot-made',
  'AWS.RDS.MasterPasswordUpdated': 'database-master-password-changed',
  'AWS.RDS.PublicRestore': 'database-opened',
  'AWS.RDS.SnapshotEnumeration': 'shared-database-snapshots-listed',
  'AWS.RDS.SnapshotExport': 'database-snapshot-exported',
  'AWS.RDS.SnapshotShared': 'database-snapshot-shared',
  'AWS.CloudTrail.RootPasswordChanged': 'root-password-changed',
  'AWS.S3.CopyObject.CrossAccount.Encryption.KMS': 'objects-encrypted-with-foreign-key',
  'AWS.S3.DisableBucketLogging': 'bucket-logging-disabled',
  'AWS.S3.DisableMfaDelete': 'bucket-protection-weakened',
  'AWS.SecretsManager.BatchRetrieveSecrets': 'secrets-read-in-batch',
  'AWS.CloudTrail.SecurityConfigurationChange': 'trail-deleted',
  'AWS.CloudTrail.SnapshotMadePublic': 'snapshot-shared',
  'AWS.STS.GetCallerIdentity.TruffleHog': 'stolen-key-checked',
  'AWS.IAM.CredentialsUpdated': 'password-changed',
  'AWS.User.Login.Profile.Modified': 'password-changed-for-another',
  'AWS.WAF.Disassociation': 'web-acl-detached',
};

/** These cases need what a record does not tell, or mean more than ours does. */
const differently = new Set([
  'No MFA Login - New User', // Knows from elsewhere when the user was made.
  'Error Making IAM Change', // The benchmark wants the attempt seen as well.
  'Different S3 Event', // Another way to weaken a bucket, which ours means as well.
]);

test('events of other people decide as they expect, where a detection has their aim', {
  skip,
}, () => {
  const { cases } = JSON.parse(read('rule-test-events.json')) as {
    cases: { rule: string; name: string; expected: boolean; event: TrailRecord }[];
  };
  const wrong = cases.filter(({ rule, name, expected, event }) => {
    const aim = sameAim[rule];
    if (aim === undefined || differently.has(name)) return false;
    const own = detections.filter(({ source }) => source.name === aim);
    return createDetector(own).feed(event).length > 0 !== expected;
  });
  assert.deepEqual(
    wrong.map(({ rule, name }) => `${rule}: ${name}`),
    [],
  );
});
