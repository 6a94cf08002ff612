import { createRequire } from 'node:module';
import { loadServiceModel, type OperationModel, type ServiceModel } from '@tocsin/wire';
import type { Operation } from '../kernel/operation.ts';
import type { Service } from '../kernel/service.ts';
import { type ElementsWriter, elementsWriter } from '../trail/elements.ts';
import { limitsOf } from './limits/index.ts';
import { compileValidator, type Validator } from './validate.ts';

/** The services of this cloud by name and by signing name; a model is read at its first use. */
export class Registry {
  readonly #services = new Map<string, LoadedService>();
  readonly #specs = new Map<string, Service>();

  constructor(services: readonly Service[]) {
    for (const service of services) {
      this.#specs.set(service.name, service);
      this.#specs.set(service.signingName ?? service.name, service);
    }
  }

  get specs(): ReadonlySet<Service> {
    return new Set(this.#specs.values());
  }

  service(name: string): LoadedService | undefined {
    let loaded = this.#services.get(name);
    if (loaded) return loaded;
    const spec = this.#specs.get(name);
    if (!spec) return undefined;
    loaded = this.#services.get(spec.name) ?? new LoadedService(spec);
    this.#services.set(spec.name, loaded);
    this.#services.set(name, loaded);
    return loaded;
  }
}

/** A service with its wire model and, compiled one by one at first use, its operations. */
export class LoadedService {
  readonly spec: Service;
  readonly model: ServiceModel;
  readonly #operations = new Map<string, LoadedOperation>();

  constructor(spec: Service) {
    this.spec = spec;
    this.model = loadServiceModel(require(spec.sdk) as Record<string, unknown>, {
      signingName: spec.signingName ?? spec.name,
    });
  }

  /** The operation, or undefined: AWS has it perhaps (see `model`), this cloud has not. */
  operation(name: string): LoadedOperation | undefined {
    let loaded = this.#operations.get(name);
    if (loaded) return loaded;
    const operation = this.spec.operations[name];
    const model = this.model.operations.get(name);
    if (!operation || !model) return undefined;
    loaded = this.#load(name, operation, model);
    this.#operations.set(name, loaded);
    return loaded;
  }

  #load(name: string, operation: Operation, model: OperationModel): LoadedOperation {
    const readOnly = operation.readOnly ?? readOnlyName.test(name);
    return {
      name,
      operation,
      model,
      readOnly,
      category: operation.event ?? 'Management',
      accepted: new Set(operation.accepts),
      validate: compileValidator(this.spec.name, model.input, limitsOf(this.spec.name)),
      writeRequest: elementsWriter(model.input),
      writeResponse: elementsWriter(model.output),
    };
  }
}

export interface LoadedOperation {
  readonly name: string;
  readonly operation: Operation;
  readonly model: OperationModel;
  readonly readOnly: boolean;
  readonly category: 'Management' | 'Data' | 'none';
  readonly accepted: ReadonlySet<string>;
  readonly validate: Validator;
  readonly writeRequest: ElementsWriter;
  readonly writeResponse: ElementsWriter;
}

/** CloudTrail marks a call read-only when its operation only looks. */
const readOnlyName = /^(Get|List|Describe|Lookup|Head|BatchGet|Test|Validate|Filter|Simulate)/;

const require = createRequire(import.meta.url);
