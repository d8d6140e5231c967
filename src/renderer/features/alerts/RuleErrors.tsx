import type { RuleFileError } from '../../../shared/domain/rule.ts';
import { testIds } from '../../../shared/test-ids.ts';
import classes from './RuleErrors.module.css';

/** Rules that could not be loaded: the file, the line and why. The rules loaded before go on. */
export function RuleErrors({ errors }: { readonly errors: readonly RuleFileError[] }) {
  if (errors.length === 0) return null;
  return (
    <section className={classes.errors} role="alert" data-testid={testIds.alerts.ruleErrors}>
      <h2>
        {errors.length === 1 ? 'A rule file has an error' : `Rule files have ${errors.length} errors`}; the
        rules loaded before go on
      </h2>
      <ul>
        {errors.map(({ file, line, rule, message }) => (
          <li key={`${file}:${line}:${rule}:${message}`}>
            <code>
              {file}
              {line > 0 && `:${line}`}
            </code>
            {rule !== '' && <strong> {rule}</strong>} {message}
          </li>
        ))}
      </ul>
    </section>
  );
}
