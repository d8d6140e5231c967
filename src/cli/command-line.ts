import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Arguments that can't be used; the message is one sentence. */
export class UsageError extends Error {}

/** One command of the program: `run` answers the exit code, and throws UsageError for bad arguments. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly usage: string;
  run(args: readonly string[]): Promise<number>;
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** `parseArgs` of node:util with its complaints as one sentence. Throws UsageError. */
export function readArguments<const T extends Options>(
  args: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [sentence = ''] = error.message.split(/\. (?=To specify)/);
    throw new UsageError(sentence.endsWith('.') ? sentence : `${sentence}.`);
  }
}

/** The value of an environment variable that an option names. Throws UsageError where it is not set. */
export function readVariable(name: string): string {
  const value = process.env[name] ?? '';
  if (value === '') throw new UsageError(`The environment variable ${name} is not set.`);
  return value;
}

/** The only positional argument. Throws UsageError. */
export function onlyArgument(positionals: readonly string[], what: string): string {
  const [first] = positionals;
  if (first === undefined) throw new UsageError(`${what} is missing.`);
  onlyPositionals(positionals, 1);
  return first;
}

/** Throws UsageError where there are more positional arguments than expected. */
export function onlyPositionals(positionals: readonly string[], count: number): void {
  if (positionals.length > count) {
    throw new UsageError(`There is one argument too many: "${positionals[count]}".`);
  }
}
