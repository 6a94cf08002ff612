import { compileRules, parseEventPattern, type RuleMachine } from '@tocsin/engine/pattern';
import { createDice, createEvents, SUSPICIOUS } from './cloudTrailEvents.ts';
import type { Benchmark, Figure } from './figure.ts';

/**
 * Events matched against many rules, beside `JSON.parse` of the same records in the same run. The
 * records are ordinary CloudTrail records, of which few are what a rule looks for.
 */
export const eventPatterns: Benchmark = {
  name: 'eventPatterns',
  async measure({ quick }) {
    const runMs = quick ? 10 : 100;
    const events = createEvents(EVENTS);
    const texts = events.map((event) => JSON.stringify(event));
    const machines = new Map([10, 100, 1_000, 10_000].map((count) => [count, compile(count)]));
    const parse = () => timeEach(texts, (text) => JSON.parse(text), runMs);
    const figures: Figure[] = [];
    for (const { rules, parsedTimes, textTimes } of TARGETS) {
      const machine = machines.get(rules) ?? compile(rules);
      const match = () => timeEach(events, (event) => machine.match(event), runMs);
      figures.push(compare(`parsed events, ${rules} rules`, inTurns(match, parse), parsedTimes));
      const matchText = () => timeEach(texts, (text) => machine.matchText(text), runMs);
      figures.push(compare(`JSON text, ${rules} rules`, inTurns(matchText, parse), textTimes));
    }
    return [...figures, growth(machines, events, runMs)];
  },
};

/** How many times the rate of `JSON.parse` is wanted. */
const TARGETS = [
  { rules: 100, parsedTimes: 5.97, textTimes: 1.3 },
  { rules: 1_000, parsedTimes: 2.15, textTimes: 1.2 },
];
const EVENTS = 2_000;
const MAX_GROWTH = 3;
const ROUNDS = 5;

function compile(count: number): RuleMachine<number> {
  return compileRules(
    createPatterns(count).map((pattern, rule) => ({
      rule,
      pattern: parseEventPattern(JSON.stringify(pattern)),
    })),
  );
}

function compare(what: string, [ns, parseNs]: Pair, times: number): Figure {
  const rate = Math.round(1e9 / ns).toLocaleString('en');
  return {
    name: `event patterns: ${what}`,
    measured: `${rate} events/s (${(parseNs / ns).toFixed(2)} × JSON.parse)`,
    peer: `JSON.parse ${Math.round(1e9 / parseNs).toLocaleString('en')} records/s`,
    target: `≥ ${times} × JSON.parse`,
    reached: parseNs / ns / times,
  };
}

function growth(
  machines: ReadonlyMap<number, RuleMachine<number>>,
  events: readonly object[],
  runMs: number,
): Figure {
  const cost = (count: number) => () =>
    timeEach(events, (event) => machines.get(count)?.match(event), runMs);
  const [few, many] = inTurns(cost(10), cost(10_000));
  return {
    name: 'event patterns: cost of an event with 10,000 rules beside 10 rules',
    measured: `${Math.round(many)} ns beside ${Math.round(few)} ns (${(many / few).toFixed(2)} ×)`,
    target: `≤ ${MAX_GROWTH} ×`,
    reached: (MAX_GROWTH * few) / many,
  };
}

type Pair = readonly [one: number, other: number];

/** The best of each, measured in turns, so that other work on the machine weighs on both alike. */
function inTurns(one: () => number, other: () => number): Pair {
  const rounds = Array.from({ length: ROUNDS }, (): Pair => [one(), other()]);
  return [Math.min(...rounds.map(([ns]) => ns)), Math.min(...rounds.map(([, ns]) => ns))];
}

/** Nanoseconds for one value, after a warm-up as long as a fifth of the run. */
function timeEach<T>(values: readonly T[], use: (value: T) => unknown, runMs: number): number {
  const run = (ms: number) => {
    const start = performance.now();
    let used = 0;
    while (performance.now() - start < ms) {
      for (const value of values) use(value);
      used += values.length;
    }
    return ((performance.now() - start) * 1e6) / used;
  };
  run(runMs / 5);
  return run(runMs);
}

/** Detections as they are written for EventBridge, each about its own service and actions. */
function createPatterns(count: number): readonly object[] {
  const dice = createDice(11);
  return Array.from({ length: count }, (_, index) => {
    const [service, ...actions] = dice.pick(SUSPICIOUS);
    const source = [`aws.${service}`];
    const eventSource = [`${service}.amazonaws.com`];
    const eventName = actions.filter(() => dice.roll(2) === 0);
    const called = { eventSource, eventName: eventName.length > 0 ? eventName : actions };
    const detail = createDetail(dice, index, called);
    return { source, 'detail-type': ['AWS API Call via CloudTrail'], detail };
  });
}

function createDetail(dice: ReturnType<typeof createDice>, index: number, called: object): object {
  const name = `resource-${dice.roll(2_000)}`;
  const account = `${100_000_000_000 + index}`;
  switch (index % 10) {
    case 0:
      return { ...called, userIdentity: { type: ['Root'] } };
    case 1:
      return {
        ...called,
        errorCode: [{ prefix: 'AccessDenied' }, { suffix: 'UnauthorizedOperation' }],
      };
    case 2:
      return { ...called, sourceIPAddress: [{ cidr: `198.51.${dice.roll(256)}.0/24` }] };
    case 3:
      return {
        ...called,
        userIdentity: { arn: [{ 'anything-but': { wildcard: `*:role/${name}*` } }] },
        recipientAccountId: [account],
      };
    case 4:
      return { ...called, requestParameters: { bucketName: [{ prefix: name }] } };
    case 5: {
      const ranges = { items: { cidrIp: ['0.0.0.0/0', '::/0'] } };
      const items = { ipProtocol: ['tcp', '-1'], ipRanges: ranges };
      return { ...called, requestParameters: { ipPermissions: { items } } };
    }
    case 6:
      return { ...called, requestParameters: { policyArn: [{ suffix: '/AdministratorAccess' }] } };
    case 7:
      return {
        ...called,
        errorCode: [{ exists: false }],
        recipientAccountId: [account],
      };
    case 8:
      return {
        eventName: [{ prefix: 'GetSecret' }],
        requestParameters: { secretId: [{ wildcard: `*:secret:${name}*` }] },
      };
    default:
      return { ...called, userIdentity: { userName: [`user-${dice.roll(20_000)}`] } };
  }
}
