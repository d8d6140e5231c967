import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { type TestId, testIds } from '../../../../shared/test-ids.ts';
import { navigationStore } from '../../../state/navigation-store.ts';
import classes from './PanelRemedies.module.css';

interface PanelRemediesProps {
  /** What most likely mends the panel. */
  readonly children: ReactNode;
  /** Opens the panel's editor; null where it is open. */
  readonly onEdit: (() => void) | null;
}

/** What can be done about a panel that shows nothing. */
export function PanelRemedies({ children, onEdit }: PanelRemediesProps) {
  return (
    <div className={classes.remedies}>
      {children}
      {onEdit !== null && (
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={onEdit}
          data-testid={testIds.dashboards.emptyEdit}
        >
          Edit query
        </Button>
      )}
    </div>
  );
}

interface RemedyProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly testId: TestId;
}

export function Remedy({ label, onClick, testId }: RemedyProps) {
  return (
    <Button variant="default" size="compact-xs" onClick={onClick} data-testid={testId}>
      {label}
    </Button>
  );
}

/** Opens the panel's queries where they can be taken apart. */
export function ExploreRemedy({ exprs }: { readonly exprs: readonly string[] }) {
  return (
    <Remedy
      label="Open in Explore"
      onClick={() => navigationStore.getState().openExplore(exprs)}
      testId={testIds.dashboards.emptyExplore}
    />
  );
}
