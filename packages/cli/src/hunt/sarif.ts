import type { Detection, Finding } from '@tocsin/detect';
import { techniquesOf } from '../rules/listRules.ts';

/**
 * Findings as SARIF 2.1.0, which code hosts and ticket systems read.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif(
  findings: readonly Finding[],
  detections: readonly Detection[],
  version: string,
): object {
  const names = [...new Set(findings.map(({ detection }) => detection))];
  const rules = names.map((name) => ruleOf(name, detections));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'tocsin', semanticVersion: version, rules } },
        results: findings.map((finding) => resultOf(finding, names)),
      },
    ],
  };
}

function ruleOf(name: string, detections: readonly Detection[]) {
  const detection = detections.find((each) => each.name === name && !each.isStep);
  if (detection === undefined) return { id: name };
  const { sigma, source } = detection;
  return {
    id: name,
    ...(sigma.id === undefined ? {} : { guid: sigma.id }),
    shortDescription: { text: sigma.title },
    ...(sigma.description === undefined ? {} : { fullDescription: { text: sigma.description } }),
    help: { text: source.extension.runbook.join('\n') || sigma.title },
    properties: { tags: techniquesOf(sigma.tags), level: sigma.level },
  };
}

function resultOf(finding: Finding, names: readonly string[]) {
  const { detection, level, title, principal, sourceIPAddress, eventName, time } = finding;
  const { record, ...facts } = finding;
  return {
    ruleId: detection,
    ruleIndex: names.indexOf(detection),
    level: levels[level],
    message: {
      text: `${title}: ${principal} from ${sourceIPAddress} called ${eventName} at ${time}`,
    },
    locations: [
      {
        logicalLocations: [
          { kind: 'resource', fullyQualifiedName: `${finding.eventSource}/${eventName}` },
        ],
      },
    ],
    partialFingerprints: { 'eventID/v1': `${detection}:${finding.eventID}` },
    properties: { ...facts, requestParameters: record.requestParameters ?? null },
  };
}

const levels = {
  informational: 'note',
  low: 'note',
  medium: 'warning',
  high: 'error',
  critical: 'error',
} as const;
