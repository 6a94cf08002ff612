/**
 * A log event as patterns look at it. Each reading of the message is done at most once and only
 * when some pattern asks, so one view serves all the filters of a log group.
 */
export class LogEventView {
  readonly message: string;
  #value: unknown;
  #exactValue: unknown;
  #fields: readonly string[] | undefined;
  #valueIsRead = false;
  #exactValueIsRead = false;
  #hasUnicodeEscape: boolean | undefined;

  constructor(message: string) {
    this.message = message;
  }

  /** The JSON object or array that the message is; undefined if it is anything else. */
  get value(): unknown {
    if (!this.#valueIsRead) {
      this.#value = readJson(this.message);
      this.#valueIsRead = true;
    }
    return this.#value;
  }

  /** The same, with every number replaced by its text: AWS tells `12.0` from `12` as text. */
  get exactValue(): unknown {
    if (!this.#exactValueIsRead) {
      const isJson = this.value !== undefined;
      this.#exactValue = isJson ? JSON.parse(quoteNumbers(this.message)) : undefined;
      this.#exactValueIsRead = true;
    }
    return this.#exactValue;
  }

  get valueIsRead(): boolean {
    return this.#valueIsRead;
  }

  /** Whether letters may be hidden behind `\u` in the message's JSON. */
  get hasUnicodeEscape(): boolean {
    this.#hasUnicodeEscape ??= this.message.includes('\\u');
    return this.#hasUnicodeEscape;
  }

  /** The columns of the message read as space-delimited. */
  get fields(): readonly string[] {
    this.#fields ??= splitFields(this.message);
    return this.#fields;
  }
}

function readJson(message: string): unknown {
  // Most messages that are not JSON can be told by their first character, without an exception.
  if (!/^\s*[{[]/.test(message)) {
    return undefined;
  }
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function quoteNumbers(json: string): string {
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
}

/**
 * Columns stand between white space; what is between `[` and `]` or between two `"` is one column,
 * without them. An opening mark that is never closed is an ordinary character; that there is no
 * closing mark any more is found out once, so that many opening ones cost no more than one.
 */
function splitFields(message: string): readonly string[] {
  const fields: string[] = [];
  const exhausted = new Set<string>();
  let position = 0;
  while (position < message.length) {
    const first = message[position]!;
    if (isSpace(first)) {
      position += 1;
      continue;
    }
    const close = first === '"' ? '"' : first === '[' ? ']' : undefined;
    if (close !== undefined && !exhausted.has(close)) {
      const end = message.indexOf(close, position + 1);
      if (end >= 0) {
        fields.push(message.slice(position + 1, end));
        position = end + 1;
        continue;
      }
      exhausted.add(close);
    }
    let end = position + 1;
    while (end < message.length && !isSpace(message[end]!)) {
      end += 1;
    }
    fields.push(message.slice(position, end));
    position = end;
  }
  return fields;
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
