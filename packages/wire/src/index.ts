export { MAX_INFLATED_BYTES } from './body.ts';
export { type ServiceError, writeError } from './error.ts';
export { identifyOperation } from './identify.ts';
export { readInput } from './input.ts';
export {
  type HttpReply,
  type HttpRequest,
  type Identified,
  MAX_DEPTH,
  WireError,
} from './message.ts';
export {
  type ErrorModel,
  type HttpTrait,
  loadServiceModel,
  type OperationModel,
  type Protocol,
  type ServiceFacts,
  type ServiceModel,
} from './model.ts';
export { writeOutput } from './output.ts';
export { readPlain } from './plain.ts';
export { MAX_PARAMETERS } from './query.ts';
export { shapeOf, structureOf } from './schema.ts';
export type {
  ListShape,
  Location,
  MapShape,
  Member,
  Shape,
  SimpleShape,
  StructureShape,
  TimestampFormat,
} from './shape.ts';
export { MAX_XML_BYTES } from './xmlRead.ts';
