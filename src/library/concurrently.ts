/** The results of `task` for each of `values`, in their order, with at most `limit` under way at once. */
export async function mapConcurrently<T, R>(
  values: readonly T[],
  limit: number,
  task: (value: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < values.length) {
      const index = next++;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- index is below the length
      results[index] = await task(values[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, work));
  return results;
}
