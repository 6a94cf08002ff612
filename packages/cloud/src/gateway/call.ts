import { readPlain } from '@tocsin/wire';
import type { Caller } from '../kernel/caller.ts';
import { Context, type InnerCall, type Parts } from '../kernel/context.ts';
import { AwsError, notImplemented, notImplementedStatus } from '../kernel/error.ts';
import { writeRecord } from '../trail/record.ts';
import { accessDenied, actionsOf, authorize, authorizePassing } from './authorize.ts';
import { toAwsError } from './refusal.ts';
import type { LoadedOperation, LoadedService, Registry } from './registry.ts';

/**
 * The second half of the road, the same for a request from the wire and for a call of one service
 * to another: authorize, validate, run, record. State and record join the batch together; what
 * failed leaves its record alone.
 */
export class Calls {
  readonly #parts: Parts;
  readonly #registry: Registry;

  constructor(parts: Parts, registry: Registry) {
    this.#parts = parts;
    this.#registry = registry;
  }

  /** A call from the wire. What an operation waits for outside comes before anything changes. */
  perform(
    service: LoadedService,
    loaded: LoadedOperation,
    input: object,
    context: Context,
  ): object | Promise<object> {
    const attempt = <T>(part: () => T): T => {
      try {
        return part();
      } catch (error) {
        throw this.#recorded(service, loaded, context, input, error);
      }
    };
    attempt(() => this.#check(service, loaded, input, context));
    const { prepare, abandon } = loaded.operation;
    if (!prepare) return attempt(() => this.#run(service, loaded, input, context, undefined));
    return prepare(input, context).then(
      // What the caller may do can have changed while it waited.
      (ready) => {
        try {
          return attempt(() => {
            this.#authorize(service, loaded, input, context);
            return this.#run(service, loaded, input, context, ready);
          });
        } catch (error) {
          abandon?.(ready, context);
          throw error;
        }
      },
      (error: unknown) => {
        throw this.#recorded(service, loaded, context, input, error);
      },
    );
  }

  #check(service: LoadedService, loaded: LoadedOperation, input: object, context: Context) {
    this.#authorize(service, loaded, input, context);
    const problem = loaded.validate(input);
    if (problem) throw new AwsError(problem.code, problem.message, { statusCode: 400 });
    refuseUnknownParameters(loaded, input);
  }

  #run(
    service: LoadedService,
    loaded: LoadedOperation,
    input: object,
    context: Context,
    ready: unknown,
  ): object {
    return this.#parts.store.transact(() => {
      const output = loaded.operation.run(input, context, ready);
      this.#record(service, loaded, context, { input, output });
      return output;
    });
  }

  /** Writes the record of a call that was refused or failed; gives the error to answer. */
  #recorded(
    service: LoadedService,
    loaded: LoadedOperation,
    context: Context,
    input: object,
    error: unknown,
  ): unknown {
    const answer = toAwsError(error);
    if (answer && answer.statusCode !== notImplementedStatus) {
      this.#parts.store.transact(() =>
        this.#record(service, loaded, context, { input, error: answer }),
      );
    }
    return answer ?? error;
  }

  /** A call of one service to another, inside the caller's transaction. */
  readonly dispatch = (call: InnerCall, from: Context): object => {
    const { service, loaded, input, context } = this.#inner(call, from);
    try {
      this.#check(service, loaded, input, context);
      return this.#run(service, loaded, input, context, undefined);
    } catch (error) {
      throw this.#recorded(service, loaded, context, input, error);
    }
  };

  /** The same outside of a transaction, for operations that wait for the outside. */
  readonly request = async (call: InnerCall, from: Context): Promise<object> => {
    const { service, loaded, input, context } = this.#inner(call, from);
    return this.perform(service, loaded, input, context);
  };

  #inner(call: InnerCall, from: Context) {
    const service = this.#registry.service(call.service);
    const loaded = service?.operation(call.operation);
    if (!service || !loaded) throw notImplemented(`${call.service}:${call.operation}`);
    const context = new Context(this.#parts, {
      accountId: from.accountId,
      region: service.spec.global ? 'us-east-1' : from.region,
      caller: call.caller,
      requestId: call.requestId ?? this.#parts.ids.uuid(),
      nowMs: from.nowMs,
    });
    const input = call.plain ? readInner(loaded, call.input) : call.input;
    return { service, loaded, input, context };
  }

  #authorize(service: LoadedService, loaded: LoadedOperation, input: object, context: Context) {
    const { operation } = loaded;
    if (operation.action === null || context.caller.unchecked) return;
    const resources = operation.resource(input, context);
    for (const action of actionsOf(service, loaded, input, context)) {
      for (const resource of typeof resources === 'string' ? [resources] : resources) {
        const denied = authorize(this.#parts, operation, { action, resource, input, context });
        if (!denied) continue;
        const named = operation.deniedResource?.(input, context) ?? resource;
        throw accessDenied(service, { ...denied, request: { ...denied.request, resource: named } });
      }
    }
    for (const passed of operation.passedRoles?.(input, context) ?? []) {
      const denied = authorizePassing(this.#parts, passed, context);
      if (denied) throw accessDenied(service, denied);
    }
  }

  #record(service: LoadedService, loaded: LoadedOperation, context: Context, result: CallResult) {
    const { category } = loaded;
    if (category === 'none' || context.caller.unrecorded) return;
    const { ids, journal } = this.#parts;
    const region = service.spec.global ? 'us-east-1' : context.region;
    const record = writeRecord({
      caller: service.spec.fullRecords ? bracketed(context.caller) : context.caller,
      timeMs: context.nowMs,
      eventSource: service.spec.eventSource,
      eventName: loaded.operation.record?.eventName ?? loaded.name,
      region,
      accountId: context.accountId,
      requestId: context.requestId,
      eventId: ids.uuid(),
      readOnly: loaded.readOnly,
      category,
      apiVersion: service.spec.apiVersion,
      ...recordedResult(service, loaded, context, result),
    });
    journal.append({
      timeMs: context.nowMs,
      accountId: context.accountId,
      region,
      category,
      record,
    });
  }
}

/** What cannot be read as an input is no call yet, so nothing records it. */
function readInner(loaded: LoadedOperation, plain: object): object {
  try {
    return readPlain(loaded.model.input, plain) as object;
  } catch (error) {
    throw toAwsError(error) ?? error;
  }
}

/** As S3 writes the user agent in its records. */
function bracketed(caller: Caller): Caller {
  return { ...caller, userAgent: `[${caller.userAgent}]` };
}

interface CallResult {
  readonly input?: object;
  readonly output?: object;
  readonly error?: AwsError;
}

function recordedResult(
  service: LoadedService,
  loaded: LoadedOperation,
  context: Context,
  result: CallResult,
) {
  const { input, output, error } = result;
  const rules = loaded.operation.record;
  const { fullRecords } = service.spec;
  if (error) {
    const { recordCode, code, message } = error;
    const denied = recordCode === 'AccessDenied' && !fullRecords;
    return {
      error: { code: recordCode ?? code, message },
      requestParameters: input && !denied ? requestElements(loaded, input, context) : null,
      responseElements: null,
      resources: input && fullRecords ? rules?.resources?.(input, {}, context) : undefined,
    };
  }
  return {
    requestParameters: requestElements(loaded, input!, context),
    responseElements: responseElements(loaded, output!),
    additionalEventData: rules?.additional?.(input!, output!, context),
    resources: rules?.resources?.(input!, output!, context),
  };
}

function requestElements(loaded: LoadedOperation, input: object, context: Context) {
  const rule = loaded.operation.record?.request;
  return rule ? rule(input, context) : loaded.writeRequest(input);
}

function responseElements(loaded: LoadedOperation, output: object) {
  const rule = loaded.operation.record?.response;
  if (rule) return rule(output);
  return loaded.readOnly ? null : loaded.writeResponse(output);
}

function refuseUnknownParameters(loaded: LoadedOperation, input: object) {
  for (const name in input) {
    if ((input as Record<string, unknown>)[name] === undefined || loaded.accepted.has(name))
      continue;
    throw notImplemented(`${loaded.name}: ${name}`);
  }
}
