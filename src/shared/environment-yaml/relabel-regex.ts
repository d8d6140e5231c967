import { RE2JS, RE2JSException } from 're2js';
import type { Endpoint } from '../domain/endpoint.ts';
import { AppError } from '../errors.ts';

const LISTS = ['relabelConfigs', 'metricRelabelConfigs'] as const;

/** A regular expression of a relabelling step that RE2 refuses, with its path in an endpoint as the file has it. */
export interface RegexFault {
  readonly path: readonly [list: (typeof LISTS)[number], step: number, field: 'regex'];
  readonly message: string;
}

/** The first one among an endpoint's steps, or null. */
export function findRegexFault({ scrape }: Pick<Endpoint, 'scrape'>): RegexFault | null {
  for (const list of LISTS) {
    for (const [step, { regex }] of scrape[list].entries()) {
      try {
        RE2JS.compile(`^(?s:${regex})$`);
      } catch (error) {
        if (!(error instanceof RE2JSException)) throw error;
        return { path: [list, step, 'regex'], message: error.message };
      }
    }
  }
  return null;
}

/** Throws AppError `bad_data`, so that no file is written that can't be read again. */
export function requireReadableRegexes(endpoint: Endpoint): void {
  const fault = findRegexFault(endpoint);
  if (fault === null) return;
  const [list, step] = fault.path;
  throw new AppError('bad_data', `Step ${step + 1} of ${list} can't be used: ${fault.message}`);
}
