/**
 * JSON written by hand, because `JSON.stringify` cannot write `1.0`. Values come in as JSON text
 * already; the order of members is kept, and members that are `undefined` are left out.
 */
export function jsonObject(members: Readonly<Record<string, string | undefined>>): string {
  const written: string[] = [];
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) written.push(`${JSON.stringify(name)}:${value}`);
  }
  return `{${written.join(',')}}`;
}

export function jsonArray(values: readonly string[]): string {
  return `[${values.join(',')}]`;
}

export function jsonString(value: string): string {
  return JSON.stringify(value);
}

/** Absent stays absent, so that `jsonObject` leaves the member out. */
export function optionalJsonString(value: string | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

export function nullableJsonString(value: string | undefined): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}
