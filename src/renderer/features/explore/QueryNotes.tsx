import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { QueryAnnotation } from '../../../shared/domain/query.ts';
import { testIds } from '../../../shared/test-ids.ts';
import classes from './Explore.module.css';

const MAX_NOTES = 5;

/** Warnings and notes of the engine on a query, warnings first. */
export function QueryNotes({ annotations }: { readonly annotations: readonly QueryAnnotation[] }) {
  if (annotations.length === 0) return null;
  const unique = [...new Map(annotations.map((annotation) => [annotation.message, annotation])).values()];
  unique.sort((a, b) => Number(a.kind === 'info') - Number(b.kind === 'info'));
  return (
    <ul className={classes.notes} data-testid={testIds.explore.queryNotes}>
      {unique.slice(0, MAX_NOTES).map(({ kind, message }) => (
        <li key={message} data-kind={kind}>
          {kind === 'warning' ? (
            <IconAlertTriangle size={14} aria-hidden />
          ) : (
            <IconInfoCircle size={14} aria-hidden />
          )}
          <span>
            {kind === 'warning' ? 'Warning: ' : 'Note: '}
            {message}
          </span>
        </li>
      ))}
      {unique.length > MAX_NOTES && <li>{unique.length - MAX_NOTES} more</li>}
    </ul>
  );
}
