import assert from 'node:assert/strict';
import test from 'node:test';
import { startTestCloud } from '@tocsin/testkit';
import { forwardReads, stopForwarding } from './forward.ts';

const name = 'tocsin-kill-switch';
const busArn = 'arn:aws:events:us-east-1:123456789012:event-bus/default';

test('does: sends reads and new principals of other Regions home, twice alike, and stops', async () => {
  await using cloud = await startTestCloud();
  const regions = ['eu-west-1', 'eu-north-1'].map((region) => cloud.as({ region }).eventbridge);
  for (const _ of ['first', 'again']) await forwardReads(cloud.iam, regions, { name, busArn });
  for (const eventbridge of regions) {
    const rule = await eventbridge.describeRule({ Name: name });
    // A read comes to no rule in the state ENABLED.
    assert.equal(rule.State, 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    const { eventName, errorCode } = JSON.parse(rule.EventPattern!).detail;
    assert.ok(eventName.includes('GetSecretValue') && eventName.includes('CreateUser'));
    assert.equal(errorCode, undefined, 'refused reads are for the alarms');
    const { Targets } = await eventbridge.listTargetsByRule({ Rule: name });
    const RoleArn = 'arn:aws:iam::123456789012:role/tocsin-kill-switch-forwarder';
    assert.deepEqual(Targets, [{ Id: 'home', Arn: busArn, RoleArn }]);
  }
  const { PolicyDocument } = await cloud.iam.getRolePolicy({
    RoleName: `${name}-forwarder`,
    PolicyName: 'forward',
  });
  assert.deepEqual(JSON.parse(decodeURIComponent(PolicyDocument!)).Statement, [
    { Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn },
  ]);
  for (const _ of ['first', 'again']) await stopForwarding(cloud.iam, regions, name);
  for (const eventbridge of regions) assert.deepEqual((await eventbridge.listRules({})).Rules, []);
  await assert.rejects(cloud.iam.getRole({ RoleName: `${name}-forwarder` }), /NoSuchEntity/);
});

test('does: makes nothing where there is no other Region', async () => {
  await using cloud = await startTestCloud();
  await forwardReads(cloud.iam, [], { name, busArn });
  assert.deepEqual((await cloud.iam.listRoles({})).Roles, []);
});
