import { AppError } from '../shared/errors.ts';
import { checkEnvironmentCommand } from './check/check-environment-command.ts';
import { checkMetricsCommand } from './check/check-metrics-command.ts';
import { checkRulesCommand } from './check/check-rules-command.ts';
import { type Command, UsageError } from './command-line.ts';
import { queryCommand } from './query/query-command.ts';
import { scrapeCommand } from './scrape/scrape-command.ts';
import { serveCommand } from './serve/serve-command.ts';
import { testRulesCommand } from './test/test-rules-command.ts';
import { exportCommand } from './transfer/export-command.ts';
import { importCommand } from './transfer/import-command.ts';
import { APP_VERSION } from './version.ts';

const COMMANDS: readonly Command[] = [
  serveCommand,
  queryCommand,
  scrapeCommand,
  checkEnvironmentCommand,
  checkMetricsCommand,
  checkRulesCommand,
  testRulesCommand,
  exportCommand,
  importCommand,
];

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const list = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: sextant <command> [options]\n\n${list.join('\n')}\n\nsextant <command> --help tells more.`;
}

function findCommand(args: readonly string[]): { command: Command; rest: readonly string[] } | null {
  for (const command of COMMANDS) {
    const words = command.name.split(' ');
    if (words.every((word, i) => args[i] === word)) return { command, rest: args.slice(words.length) };
  }
  return null;
}

function unknownCommand(args: readonly string[]): UsageError {
  const [first = '', second] = args;
  const isGroup = COMMANDS.some(({ name }) => name.startsWith(`${first} `));
  const asked = isGroup && second !== undefined ? `${first} ${second}` : first;
  return new UsageError(
    isGroup && second === undefined ? `What to ${first} is missing.` : `There is no command "${asked}".`,
  );
}

async function run(args: readonly string[]): Promise<number> {
  if (args.length === 0 || args[0] === 'help' || args[0] === '--help' || args[0] === '-h') {
    console.log(overview());
    return args.length === 0 ? 2 : 0;
  }
  if (args[0] === '--version') {
    console.log(`sextant ${APP_VERSION}`);
    return 0;
  }
  const found = findCommand(args);
  if (found === null) throw unknownCommand(args);
  const { command, rest } = found;
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(command.usage);
    return 0;
  }
  return command.run(rest);
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message} See --help.`);
    process.exitCode = 2;
  } else if (error instanceof AppError) {
    console.error(error.message);
    process.exitCode = 1;
  } else throw error;
}
