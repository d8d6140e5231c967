import { AppError } from '../../shared/errors.ts';
import { type Command, onlyArgument, readArguments, readVariable } from '../command-line.ts';
import { bareEnvironment, KEEP_ALL, NO_SECRETS, openSystemEngine } from '../engine/local-engine.ts';
import { createStderrLogger } from '../engine/stderr-logger.ts';
import { TOKEN_REF, urlEndpoint } from '../engine/url-endpoint.ts';

const USAGE = `Usage: sextant scrape [--token-env <NAME>] <url>

Scrapes a page once, step by step, and keeps nothing of it. Ends with 1 where it can't be scraped.

  --token-env <NAME>   variable with a bearer token to send`;

async function scrape(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { 'token-env': { type: 'string' } });
  const url = onlyArgument(positionals, 'The URL of the page');
  const variable = values['token-env'];
  const token = variable === undefined ? null : readVariable(variable);
  if (!URL.canParse(url)) throw new AppError('bad_data', `"${url}" is not a URL.`);
  const { api } = await openSystemEngine(
    bareEnvironment([], KEEP_ALL),
    null,
    NO_SECRETS,
    createStderrLogger(false),
  );
  try {
    const secrets = token === null ? [] : [[TOKEN_REF, token] as const];
    const report = await api.testConnection(urlEndpoint(url, token), secrets);
    for (const { step, state, durationMs, message } of report.steps) {
      if (state !== 'skipped')
        console.log(`${step.padEnd(12)} ${durationMs.toFixed(1).padStart(7)} ms  ${message}`);
    }
    const { failure } = report;
    if (failure === null) {
      console.log(`${report.samplesScraped} samples of ${report.metricFamilies} metric families`);
      return 0;
    }
    console.error(`${failure.message} ${failure.remedy}`);
    return 1;
  } finally {
    await api.close();
  }
}

export const scrapeCommand: Command = {
  name: 'scrape',
  summary: 'scrape a page once and say how it went',
  usage: USAGE,
  run: scrape,
};
