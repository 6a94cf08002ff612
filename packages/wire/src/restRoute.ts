import type { HttpRequest } from './message.ts';
import type { OperationModel, ServiceModel } from './model.ts';

interface Route {
  readonly operation: OperationModel;
  readonly method: string;
  readonly segments: readonly Segment[];
  readonly literals: readonly QueryLiteral[];
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
}

interface Segment {
  readonly text: string;
  readonly kind: 'literal' | 'label' | 'greedy';
}

type QueryLiteral = readonly [name: string, value: string];

/**
 * Finds the operation of a REST request by method, path and query, and the labels in its path.
 *
 * The routes of a service are sorted once so that the first that fits is the most specific: more
 * literal path, then more literals in the query, then more required headers and parameters.
 * Required members count only where several operations share method, path and literals – `PUT
 * /{Key+}` is PutObject, CopyObject, UploadPart or UploadPartCopy – because everywhere else a
 * missing one is for validation to tell.
 *
 * S3's bucket is a label that the URI does not name, since it is part of the endpoint: with the
 * path style spoken here it is the first segment.
 */
export function findOperation(
  service: ServiceModel,
  request: HttpRequest,
): OperationModel | undefined {
  const path = segmentsOf(request.path);
  const query = new URLSearchParams(request.query);
  const found = routesOf(service).find(
    (route) =>
      route.method === request.method &&
      fitsPath(route.segments, path) &&
      route.literals.every((literal) => fitsLiteral(literal, query)) &&
      route.requiredQuery.every((name) => query.has(name)) &&
      route.requiredHeaders.every((name) => request.headers[name] !== undefined),
  );
  return found?.operation;
}

/**
 * The labels of a path at which the operation was found, decoded.
 *
 * @throws URIError where the percent-encoding is broken.
 */
export function labelsOf(
  service: ServiceModel,
  operation: OperationModel,
  path: string,
): Record<string, string> {
  const parts = segmentsOf(path);
  const labels: Record<string, string> = {};
  const route = routesOf(service).find((route) => route.operation === operation);
  route?.segments.forEach((segment, index) => {
    if (segment.kind === 'literal') return;
    const held = segment.kind === 'greedy' ? parts.slice(index).join('/') : parts[index];
    labels[segment.text] = decodeURIComponent(held ?? '');
  });
  return labels;
}

/** `x-id` repeats the operation's name for readers of logs; not every client sends it. */
const ADVISORY_LITERAL = 'x-id';

function fitsLiteral([name, value]: QueryLiteral, query: URLSearchParams): boolean {
  const given = query.get(name);
  if (given === null) return name === ADVISORY_LITERAL;
  return value === '' || given === value;
}

function fitsPath(segments: readonly Segment[], path: readonly string[]): boolean {
  const last = segments.at(-1);
  if (last?.kind === 'greedy') {
    if (path.length < segments.length) return false;
    if (path.slice(segments.length - 1).join('/') === '') return false;
  } else if (path.length !== segments.length && !endsInSlash(segments, path)) return false;
  return segments.every(({ text, kind }, index) =>
    kind !== 'label' ? kind === 'greedy' || path[index] === text : path[index] !== '',
  );
}

/** A trailing slash means nothing: botocore writes `/2015-03-31/functions/`, the SDK does not. */
function endsInSlash(segments: readonly Segment[], path: readonly string[]): boolean {
  return path.length === segments.length + 1 && path.at(-1) === '';
}

/** `/` has no segments, `/a/b` two. */
function segmentsOf(path: string): string[] {
  return path === '/' || path === '' ? [] : path.slice(1).split('/');
}

const routes = new WeakMap<ServiceModel, readonly Route[]>();

function routesOf(service: ServiceModel): readonly Route[] {
  const known = routes.get(service);
  if (known !== undefined) return known;
  const built = buildRoutes(service);
  routes.set(service, built);
  return built;
}

function buildRoutes(service: ServiceModel): Route[] {
  const operations = [...service.operations.values()].filter(({ http }) => http !== undefined);
  const all = operations.map(routeOf);
  const groups = Map.groupBy(all, groupOf);
  const settled = all.map((route) =>
    (groups.get(groupOf(route))?.length ?? 0) > 1
      ? route
      : { ...route, requiredQuery: [], requiredHeaders: [] },
  );
  return settled.sort((a, b) => {
    for (const [index, weight] of weightsOf(a).entries()) {
      const difference = (weightsOf(b)[index] ?? 0) - weight;
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

function groupOf(route: Route): string {
  const path = route.segments.map(({ text, kind }) => (kind === 'literal' ? text : `{${kind}}`));
  const literals = strict(route.literals).map((literal) => literal.join('='));
  return [route.method, path.join('/'), ...literals.sort()].join(' ');
}

function weightsOf(route: Route): number[] {
  return [
    route.segments.filter(({ kind }) => kind === 'literal').length,
    strict(route.literals).length,
    route.requiredQuery.length + route.requiredHeaders.length,
    route.segments.length,
  ];
}

function strict(literals: readonly QueryLiteral[]): QueryLiteral[] {
  return literals.filter(([name]) => name !== ADVISORY_LITERAL);
}

function routeOf(operation: OperationModel): Route {
  const { method, uri } = operation.http ?? { method: '', uri: '' };
  const [path = '', search = ''] = uri.split('?', 2);
  const segments = segmentsOf(path).map(segmentOf);
  const { members } = operation.input;
  const implied = members
    .filter(({ name, location }) => location === 'label' && !uri.includes(`{${name}`))
    .map(({ name }): Segment => ({ text: name, kind: 'label' }));
  const required = members.filter((member) => member.required);
  return {
    operation,
    method,
    segments: [...implied, ...segments],
    literals: [...new URLSearchParams(search)],
    requiredQuery: required.flatMap(({ location, locationName }) =>
      location === 'query' ? [locationName] : [],
    ),
    requiredHeaders: required.flatMap(({ location, locationName }) =>
      location === 'header' ? [locationName] : [],
    ),
  };
}

function segmentOf(text: string): Segment {
  const label = /^\{(\w+)(\+?)\}$/.exec(text);
  if (label === null) return { text, kind: 'literal' };
  return { text: label[1] ?? '', kind: label[2] === '+' ? 'greedy' : 'label' };
}
