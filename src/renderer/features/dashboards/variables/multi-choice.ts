import { ALL_VALUE } from '../../../../shared/domain/dashboard-variable.ts';

/** What is chosen after a click in a list of several: "all" and single values push each other out. */
export function nextMultiChoice(
  before: readonly string[],
  after: readonly string[],
  takesAll: boolean,
): readonly string[] {
  const added = after.find((value) => !before.includes(value));
  if (added === ALL_VALUE) return [ALL_VALUE];
  const rest = after.filter((value) => value !== ALL_VALUE);
  // Without a value, queries would ask for nothing; "all" is what an empty choice means where there is one.
  return rest.length === 0 && takesAll ? [ALL_VALUE] : rest;
}
