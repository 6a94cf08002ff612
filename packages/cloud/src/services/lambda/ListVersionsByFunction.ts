import type {
  ListVersionsByFunctionRequest,
  ListVersionsByFunctionResponse,
} from '@aws-sdk/client-lambda';
import { describe } from './describe.ts';
import { onFunction } from './onFunction.ts';
import { pageOf } from './paging.ts';
import { latest, type Version, versions } from './state.ts';

export const ListVersionsByFunction = onFunction<
  ListVersionsByFunctionRequest,
  ListVersionsByFunctionResponse
>({
  accepts: ['FunctionName', 'Marker', 'MaxItems'],
  eventName: 'ListVersionsByFunction20150331',
  run: (input, context, { fn }) => {
    const all = context.table(versions).find('function', fn.name);
    const { page, more } = pageOf(all, keyOf, input);
    return { Versions: page.map((one) => describe(one, context, one.version)), ...more };
  },
});

/** `$LATEST` comes before all numbers. */
const keyOf = ({ version }: Version) => (version === latest ? version : version.padStart(20, '0'));
