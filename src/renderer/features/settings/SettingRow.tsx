import type { ReactNode } from 'react';
import type { TestId } from '../../../shared/test-ids.ts';
import classes from './SettingRow.module.css';

interface SettingRowProps {
  readonly label: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly testId?: TestId;
}

/** A setting: what it is, what it means, and its control. */
export function SettingRow({ label, description, children, testId }: SettingRowProps) {
  return (
    <div className={classes.row} data-testid={testId}>
      <div className={classes.text}>
        <div className={classes.label}>{label}</div>
        {description !== undefined && <div className={classes.description}>{description}</div>}
      </div>
      {children}
    </div>
  );
}
