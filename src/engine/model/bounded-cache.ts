/**
 * A function that remembers its last results by their argument, `capacity` of them, the least recently asked forgotten
 * first. What throws is not remembered. Results are shared: they must not be changed.
 */
export function remember<V>(capacity: number, make: (key: string) => V): (key: string) => V {
  const results = new Map<string, V>();
  return (key) => {
    const known = results.get(key);
    const result = known ?? make(key);
    // A Map keeps the order of insertion: what is put in again is the newest.
    if (known !== undefined) results.delete(key);
    results.set(key, result);
    if (results.size > capacity) results.delete(results.keys().next().value as string);
    return result;
  };
}
