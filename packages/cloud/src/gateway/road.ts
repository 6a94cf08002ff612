import {
  type HttpReply,
  type HttpRequest,
  type Identified,
  identifyOperation,
  type Protocol,
  readInput,
  writeError,
  writeOutput,
} from '@tocsin/wire';
import {
  openPayload,
  type ParsedSignature,
  parseSignature,
  readPayload,
  signatureProblems,
} from '@tocsin/wire/sigv4';
import { anonymousCaller, type Caller } from '../kernel/caller.ts';
import { Context, type Parts } from '../kernel/context.ts';
import { notImplemented } from '../kernel/error.ts';
import type { Credential } from '../kernel/identities.ts';
import { authenticate, callerOf } from './authenticate.ts';
import type { Calls } from './call.ts';
import { bucketInPath } from './hosts.ts';
import {
  internalFailure,
  refused,
  signatureFamily,
  spokenProtocol,
  toAwsError,
  tooLarge,
  unknownOperation,
} from './refusal.ts';
import type { LoadedService, Registry } from './registry.ts';
import { collectBody, type IncomingRequest, readBody, streamBody } from './request.ts';

/**
 * The road of a request, from its bytes to its answer: one function, and nobody else answers.
 *
 *  1. who claims to have signed it, for which service
 *  2. the body, up to the service's limit (an upload stays a stream)
 *  3. the signature, over the raw bytes: nothing unauthenticated reaches a parser
 *  4. the operation, and its input by its schema
 *  5. authorize, validate, run, record: `Calls`
 *  6. the commit: nobody is answered before the change and its record are on the disk
 *  7. the output, or the error, by its schema, in the protocol that the client spoke
 */
export class Road {
  readonly #parts: Parts;
  readonly #registry: Registry;
  readonly #calls: Calls;
  readonly #onDefect: (error: unknown) => void;

  constructor(parts: Parts, registry: Registry, calls: Calls, onDefect: (error: unknown) => void) {
    this.#parts = parts;
    this.#registry = registry;
    this.#calls = calls;
    this.#onDefect = onDefect;
  }

  async answer(request: IncomingRequest): Promise<HttpReply> {
    const requestId = this.#parts.ids.uuid();
    const talk: Talk = { requestId, identified: { protocol: spokenProtocol(request) } };
    try {
      return await this.#answer(request, talk);
    } catch (error) {
      const reply = this.#refuse(talk, error);
      await this.#parts.store.committed();
      return reply;
    }
  }

  async #answer(request: IncomingRequest, talk: Talk): Promise<HttpReply> {
    const parsed = parseSignature(request, (service) => signatureFamily(service, request));
    if (parsed === 'anonymous') return this.#answerAnonymous(request, talk);
    if ('code' in parsed) throw refused(parsed);

    const { service: serviceName, region } = parsed.credential;
    const service = this.#registry.service(serviceName);
    talk.service = service;
    if (parsed.family === 's3') talk.identified = { protocol: 'restXml' };
    if (parsed.family === 'query') talk.identified = { protocol: 'awsQuery' };
    if (service?.model.protocol === 'restJson') talk.identified = { protocol: 'restJson' };
    if (parsed.family === 's3' && service) return this.#answerS3(request, talk, parsed, service);

    const limitBytes = service?.spec.bodyLimitBytes ?? bodyLimitBytes;
    const body = await readBody(request.body, limitBytes);
    if (!body) throw tooLarge(limitBytes);
    const credential = this.#authenticated(parsed, request, body, service);
    if (!service) {
      talk.identified = { protocol: spokenProtocol(request, serviceName) };
      throw notImplemented(`the service ${serviceName}`);
    }
    const caller = callerOf(credential, request);
    this.#parts.identities.used(credential.accessKeyId, serviceName, region);
    return this.#serve(talk, service, { ...request, body }, caller, region);
  }

  /** S3 signs what it says of the body, not the body, so that uploads need not be held. */
  async #answerS3(
    request: IncomingRequest,
    talk: Talk,
    parsed: ParsedSignature,
    service: LoadedService,
  ): Promise<HttpReply> {
    const credential = this.#authenticated(parsed, request, undefined, service);
    const { region } = parsed.credential;
    this.#parts.identities.used(credential.accessKeyId, 's3', region);
    const signer = { parsed, secretAccessKey: credential.secretAccessKey };
    const caller: Caller = {
      ...callerOf(credential, request),
      ...(parsed.kind === 'query' ? { presigned: true } : undefined),
    };
    return this.#serveS3(talk, service, request, caller, region, signer);
  }

  async #answerAnonymous(request: IncomingRequest, talk: Talk): Promise<HttpReply> {
    const action = request.method === 'GET' ? anonymousAction.exec(request.query) : null;
    const family = action ? 'query' : signatureFamily(undefined, request);
    const service = this.#registry.service(action ? 'sns' : 's3');
    if (!service || (family !== 's3' && !action)) throw refused(signatureProblems.missing[family]);
    talk.service = service;
    const caller = anonymousCaller({
      sourceIpAddress: request.sourceIpAddress,
      userAgent: request.headers['user-agent'] ?? '',
    });
    const { region } = this.#parts.settings;
    if (family === 's3') return this.#serveS3(talk, service, request, caller, region, undefined);
    return this.#serve(talk, service, { ...request, body: Buffer.alloc(0) }, caller, region);
  }

  async #serveS3(
    talk: Talk,
    service: LoadedService,
    sent: IncomingRequest,
    caller: Caller,
    region: string,
    signer: { parsed: ParsedSignature; secretAccessKey: string } | undefined,
  ): Promise<HttpReply> {
    const request = { ...sent, path: bucketInPath(sent.headers.host, sent.path) };
    const identified = identifyOperation(service.model, { ...request, body: noBody });
    const streaming = identified.operation?.streamingInput;
    const payload = openPayload(request, {
      ...(signer ? { signer } : undefined),
      checksumHeader: identified.operation?.name !== 'CompleteMultipartUpload',
    });
    const content = readPayload(streamBody(request.body), payload);
    if (streaming) {
      const stream = { [streaming]: content };
      return this.#serve(talk, service, { ...request, body: noBody }, caller, region, stream);
    }
    const body = await collectBody(content, bodyLimitBytes);
    if (!body) throw tooLarge(bodyLimitBytes);
    return this.#serve(talk, service, { ...request, body }, caller, region);
  }

  #serve(
    talk: Talk,
    service: LoadedService,
    request: HttpRequest & { readonly sourceIpAddress: string },
    caller: Caller,
    region: string,
    stream?: object,
  ): HttpReply | Promise<HttpReply> {
    const identified = identifyOperation(service.model, request);
    talk.identified = identified;
    const loaded = identified.operation && service.operation(identified.operation.name);
    if (!loaded) throw unknownOperation(service, identified);
    if (caller.identity.principal.kind === 'anonymous' && !loaded.operation.anonymous) {
      throw refused(signatureProblems.missing[signatureFamily(service.spec.name, request)]);
    }
    const context = new Context(this.#parts, {
      accountId: accountOf(caller, this.#parts),
      region,
      caller,
      requestId: talk.requestId,
    });
    const read = readInput(identified, service.model, request);
    const input = stream ? { ...read, ...stream } : read;
    const write = (output: object) => {
      const reply = writeOutput(identified, service.model, output, talk.requestId);
      const committed = this.#parts.store.committed();
      return committed ? committed.then(() => reply) : reply;
    };
    const output = this.#calls.perform(service, loaded, input, context);
    return output instanceof Promise ? output.then(write) : write(output);
  }

  #authenticated(
    parsed: ParsedSignature,
    request: IncomingRequest,
    body: Buffer | undefined,
    service: LoadedService | undefined,
  ): Credential {
    const credential = authenticate(this.#parts.identities, parsed, request, {
      body,
      cloudNowMs: this.#parts.clock.now(),
    });
    if (!('code' in credential)) return credential;
    const isRestJson = service?.model.protocol === 'restJson';
    throw refused(isRestJson ? { ...credential, statusCode: 403 } : credential);
  }

  #refuse(talk: Talk, error: unknown): HttpReply {
    const answer = toAwsError(error);
    if (!answer) this.#onDefect(error);
    const { code, message, statusCode, fields, headers } = answer ?? internalFailure;
    const model = talk.service?.model;
    const known = model?.errors.get(code);
    const status = statusCode ?? known?.httpStatus ?? 400;
    const reply = writeError(
      talk.identified,
      model,
      {
        code,
        message,
        statusCode: status,
        fault: status < 500 ? 'client' : 'server',
        ...(fields ? { fields } : undefined),
      },
      talk.requestId,
    );
    Object.assign(reply.headers, headers);
    return reply;
  }
}

/** What is known of the exchange so far: enough to answer an error in the client's own protocol. */
interface Talk {
  readonly requestId: string;
  identified: Identified | { readonly protocol: Protocol };
  service?: LoadedService | undefined;
}

/** The largest body that is not an upload: above every limit of the services themselves. */
const bodyLimitBytes = 4 * 1024 * 1024;
const noBody = Buffer.alloc(0);

/** The two actions that a link in a message may carry out without a signature. */
const anonymousAction = /(?:^|&)Action=(ConfirmSubscription|Unsubscribe)(?:&|$)/;

function accountOf(caller: Caller, parts: Parts): string {
  const { principal } = caller.identity;
  return 'accountId' in principal ? principal.accountId : parts.settings.accountId;
}
