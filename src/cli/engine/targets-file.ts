import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { DEFAULT_CONNECTION, DEFAULT_SCRAPE_LIMITS, type Endpoint } from '../../shared/domain/endpoint.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../shared/domain/scrape-settings.ts';
import { AppError } from '../../shared/errors.ts';

const targetsSchema = z.object({
  /** Seconds. */
  interval: z.number().min(0.1).max(86_400),
  urls: z.array(z.url({ protocol: /^https?$/ })).max(10_000),
});

/**
 * Reads a list of pages to scrape without credentials, `{interval: seconds, urls}`. Targets of one host get the label
 * `path`, so that their series stay apart. Throws AppError.
 */
export async function readTargetsFile(path: string): Promise<readonly Endpoint[]> {
  const refuse = (reason: string): never => {
    throw new AppError('bad_data', `The list of targets ${path} can't be used: ${reason}`);
  };
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    return refuse((error as Error).message);
  }
  const parsed = targetsSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it is not valid'}`);
  }
  const intervalMs = Math.round(parsed.data.interval * 1000);
  return parsed.data.urls.map((url, i) => ({
    id: `target-${i}`,
    name: 'targets',
    url,
    scrapeIntervalMs: intervalMs,
    scrapeTimeoutMs: Math.min(intervalMs, 10_000),
    labels: [['path', new URL(url).pathname]],
    scrape: DEFAULT_SCRAPE_SETTINGS,
    auth: { kind: 'none' },
    connection: DEFAULT_CONNECTION,
    limits: DEFAULT_SCRAPE_LIMITS,
  }));
}
