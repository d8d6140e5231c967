import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Environment, ID_PATTERN } from '../../shared/domain/environment.ts';
import {
  type EnvironmentReading,
  MAX_ENVIRONMENT_LENGTH,
  readEnvironmentText,
} from '../../shared/environment-yaml/environment-reader.ts';
import { describeProblem } from '../../shared/environment-yaml/yaml-places.ts';
import { AppError } from '../../shared/errors.ts';

function idOf(path: string): string {
  const id = basename(dirname(resolve(path)));
  return ID_PATTERN.test(id) ? id : 'environment';
}

function readText(path: string): string | null {
  const { size } = statSync(path);
  return size > MAX_ENVIRONMENT_LENGTH ? null : readFileSync(path, 'utf8');
}

function readBase(path: string): string | null {
  try {
    return readText(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}

/**
 * Reads an environment's file with its base; variables of the process may be used, since who runs the command has chosen
 * the file. Throws AppError `not_found`.
 */
export function readEnvironmentFile(path: string): EnvironmentReading {
  let text: string | null;
  try {
    text = readText(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new AppError('not_found', `The environment ${path} can't be read: ${(error as Error).message}`);
  }
  if (text === null) {
    const problem = { file: '', line: 0, field: '', message: 'it is larger than 16 MiB' };
    return { state: 'damaged', problems: [problem] };
  }
  return readEnvironmentText(text, {
    id: idOf(path),
    readBase: (name) => readBase(join(dirname(path), name)),
    processVariable: (name) => process.env[name],
  });
}

/** Reads an environment.yaml as the app writes it; the folder's name is its id. Throws AppError `bad_data`. */
export async function readEnvironment(path: string): Promise<Environment> {
  const reading = readEnvironmentFile(path);
  const refuse = (message: string): never => {
    throw new AppError('bad_data', `The environment ${path} can't be used: ${message}`);
  };
  switch (reading.state) {
    case 'damaged':
      return refuse(describeProblem(reading.problems[0]));
    case 'newer':
      return refuse(`it is of the newer schema ${reading.schemaVersion}`);
    case 'good': {
      const [problem] = reading.value.problems ?? [];
      return problem === undefined ? reading.value : refuse(describeProblem(problem));
    }
  }
}
