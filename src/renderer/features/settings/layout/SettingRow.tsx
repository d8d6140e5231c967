import { Highlight } from '@mantine/core';
import { type ReactNode, useContext } from 'react';
import type { TestId } from '../../../../shared/test-ids.ts';
import classes from './SettingRow.module.css';
import { SettingsSearchContext, textOf, useIsFound } from './settings-search.ts';

interface SettingRowProps {
  readonly label: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly testId?: TestId;
}

/** A setting: what it is, what it means, and its control. */
export function SettingRow({ label, description, children, testId }: SettingRowProps) {
  const { words } = useContext(SettingsSearchContext);
  const isFound = useIsFound(`${label} ${textOf(description)}`);
  return (
    <div className={classes.row} data-setting hidden={!isFound} data-testid={testId}>
      <div className={classes.text}>
        <Highlight component="div" className={classes.label ?? ''} highlight={[...words]}>
          {label}
        </Highlight>
        {description !== undefined && <div className={classes.description}>{description}</div>}
      </div>
      {children}
    </div>
  );
}

interface SettingBlockProps {
  /** What it is found by. */
  readonly text: string;
  readonly children: ReactNode;
}

/** A part of a section that is no row, as a list. */
export function SettingBlock({ text, children }: SettingBlockProps) {
  const isFound = useIsFound(text);
  return (
    <div data-setting hidden={!isFound}>
      {children}
    </div>
  );
}
