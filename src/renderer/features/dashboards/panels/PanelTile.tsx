import { type CSSProperties, useEffect, useState } from 'react';
import { interpolateText } from '../../../../shared/dashboards/variables/interpolate.ts';
import { undrawnReason } from '../../../../shared/domain/dashboard-library.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { useVisible } from '../../../charts/use-visible.ts';
import { panelNotes } from '../display/panel-notes.ts';
import { MoveHandle, ResizeCorner } from '../edit/MoveHandle.tsx';
import type { PanelActions } from '../edit/panel-actions.tsx';
import type { PlacedPanel } from '../layout/layout.ts';
import { currentBuiltins } from '../query/current-builtins.ts';
import { AlertListBody } from './AlertListBody.tsx';
import { DataBody } from './DataBody.tsx';
import { NotDrawn } from './NotDrawn.tsx';
import { PanelInfo } from './PanelInfo.tsx';
import { PanelMenu } from './PanelMenu.tsx';
import classes from './Panels.module.css';
import { contentHeight, panelHeight } from './panel-size.ts';
import { TextBody } from './TextBody.tsx';

interface PanelTileProps {
  readonly placed: PlacedPanel;
  readonly dashboardTitle: string;
  /** The group of panels that it stands in. */
  readonly group: number;
  readonly actions: PanelActions;
}

/** A panel at its place: title, menu and what it draws. Its content is made when it first comes into view. */
export function PanelTile({ placed, dashboardTitle, group, actions }: PanelTileProps) {
  const { panel, variables } = placed;
  const [ref, visible] = useVisible<HTMLElement>();
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (visible) setSeen(true);
  }, [visible]);
  const title = interpolateText(panel.title, variables, currentBuiltins(dashboardTitle)).text;
  const style = {
    '--x': placed.x + 1,
    '--y': placed.y + 1,
    '--w': placed.width,
    '--h': placed.height,
    '--panel-height': `${panelHeight(placed.height)}px`,
  } as CSSProperties;
  const name = title === '' ? `Panel ${panel.id}` : title;
  const data = panel.kind === 'unsupported' ? null : panel;
  return (
    <section
      ref={ref}
      className={classes.tile}
      style={style}
      aria-label={name}
      data-panel-tile
      data-transparent={data?.transparent === true || undefined}
      data-dragged={actions.draggedId === panel.id || undefined}
      data-kind={panel.kind}
      data-testid={testIds.dashboards.panel(panel.id)}
    >
      <header className={classes.header} data-editing={actions.isEditing || undefined}>
        {actions.isEditing && <MoveHandle placed={placed} group={group} title={name} actions={actions} />}
        <h3 className={classes.title} title={title}>
          <bdi>{title}</bdi>
        </h3>
        <PanelInfo
          title={title}
          description={data?.description ?? ''}
          notes={data === null ? [] : panelNotes(data)}
        />
        <PanelMenu placed={placed} title={title} dashboardTitle={dashboardTitle} actions={actions} />
      </header>
      <div className={classes.content}>
        {seen && (
          <PanelContent
            {...{ placed, title, visible, dashboardTitle }}
            onEdit={data === null ? null : () => actions.edit(panel.id)}
          />
        )}
      </div>
      {actions.isEditing && <ResizeCorner placed={placed} group={group} actions={actions} />}
    </section>
  );
}

interface PanelContentProps {
  readonly placed: PlacedPanel;
  readonly title: string;
  readonly visible: boolean;
  readonly dashboardTitle: string;
  /** Opens the panel's editor; null where it is open. */
  readonly onEdit: (() => void) | null;
}

/** What a panel draws, or why it is not drawn. */
export function PanelContent({ placed, title, visible, dashboardTitle, onEdit }: PanelContentProps) {
  const { panel, variables, height } = placed;
  const reason = undrawnReason(panel);
  if (reason !== null) return <NotDrawn placed={placed} reason={reason} dashboardTitle={dashboardTitle} />;
  switch (panel.kind) {
    case 'text':
      return <TextBody panel={panel} variables={variables} dashboardTitle={dashboardTitle} />;
    case 'alertlist':
      return <AlertListBody panel={panel} title={title} />;
    case 'unsupported':
      return null;
    default:
      return (
        <DataBody
          panel={panel}
          variables={variables}
          title={title}
          height={contentHeight(height)}
          columns={placed.width}
          visible={visible}
          dashboardTitle={dashboardTitle}
          onEdit={onEdit}
        />
      );
  }
}
