import { IconAlertTriangle } from '@tabler/icons-react';
import { testIds } from '../../../../shared/test-ids.ts';
import classes from './PanelFailure.module.css';
import { ExploreRemedy, PanelRemedies } from './PanelRemedies.tsx';

interface PanelFailureProps {
  readonly message: string;
  readonly exprs: readonly string[];
  /** Opens the panel's editor; null where it is open. */
  readonly onEdit: (() => void) | null;
}

/** Stands in place of a panel whose queries failed: the error, and where it is mended. */
export function PanelFailure({ message, exprs, onEdit }: PanelFailureProps) {
  return (
    <div className={classes.failed} role="alert" data-testid={testIds.dashboards.panelFailed}>
      <IconAlertTriangle size={18} stroke={1.7} aria-hidden />
      <p className={classes.message}>
        <bdi>{message}</bdi>
      </p>
      <PanelRemedies onEdit={onEdit}>
        <ExploreRemedy exprs={exprs} />
      </PanelRemedies>
    </div>
  );
}

/** One line over what could be drawn: what is missing in it. */
export function PartialNotice({ message }: { readonly message: string }) {
  return (
    <p className={classes.partial} role="alert" title={message} data-testid={testIds.dashboards.panelPartial}>
      <IconAlertTriangle size={13} stroke={1.8} aria-hidden />
      <bdi>{message}</bdi>
    </p>
  );
}
