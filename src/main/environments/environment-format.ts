import type { Environment } from '../../shared/domain/environment.ts';
import { toCanonicalFields } from '../../shared/environment-yaml/canonical-fields.ts';
import { isEqualFields } from '../../shared/environment-yaml/edit-nodes.ts';
import {
  type ReadingContext,
  readEnvironmentText,
} from '../../shared/environment-yaml/environment-reader.ts';
import {
  formatChangedEnvironment,
  formatNewEnvironment,
} from '../../shared/environment-yaml/environment-writer.ts';
import { describeProblem } from '../../shared/environment-yaml/yaml-places.ts';
import { AppError } from '../../shared/errors.ts';
import type { DocumentFormat, ParsedDocument } from '../files/document.ts';

function parse(text: string, context: ReadingContext): ParsedDocument<Environment> {
  const reading = readEnvironmentText(text, context);
  if (reading.state !== 'damaged') return reading;
  return { state: 'damaged', message: describeProblem(reading.problems[0]) };
}

/** Rule files are told by their names: the text of one is formatted by the file that it stands in. */
function comparable(environment: Environment): Map<string, unknown> {
  const fields = toCanonicalFields(environment);
  return fields.set(
    'rules',
    environment.ruleFiles.map(({ name }) => name),
  );
}

/** Throws AppError `conflict` where the file would not say what was asked for: the rest comes from its base. */
function requireSame(wanted: Environment, written: ParsedDocument<Environment>): void {
  if (written.state === 'good') {
    if (isEqualFields(comparable(wanted), comparable(written.value))) return;
    if (wanted.base !== undefined) {
      throw new AppError(
        'conflict',
        `This can't be taken away here because it comes from "${wanted.base}"; change it in that file.`,
      );
    }
  }
  const reason = written.state === 'damaged' ? ` (${written.message})` : '';
  throw new AppError('bad_data', `The environment's file would not be readable with this change${reason}.`);
}

/** How an environment is written to and read from its `environment.yaml`; the folder's name is its id. */
export function environmentFormat(context: ReadingContext): DocumentFormat<Environment> {
  return {
    what: `file of the environment "${context.id}" (environment.yaml)`,
    editedByPeople: true,
    parse: (text) => parse(text, context),
    format(environment, before) {
      if (before === null) return formatNewEnvironment(environment);
      const text = formatChangedEnvironment(before, environment);
      requireSame(environment, parse(text, context));
      return text;
    },
  };
}
