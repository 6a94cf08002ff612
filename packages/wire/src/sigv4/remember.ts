/**
 * Keeps what `compute` gave for the texts it was asked for last: the requests of one client agree
 * in almost everything but their signature. Forgets everything when `limit` texts are kept.
 */
export function remember<T>(limit: number, compute: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined || kept.has(text)) return known as T;
    const value = compute(text);
    if (kept.size >= limit) kept.clear();
    kept.set(text, value);
    return value;
  };
}
