import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { memo } from 'react';
import { testIds } from '../../shared/test-ids.ts';
import classes from './Chart.module.css';

interface ChartMenuProps {
  readonly title: string;
  readonly showsData: boolean;
  readonly onToggleData: () => void;
  readonly onNote: () => void;
  readonly onCopyPicture: () => void;
  readonly onCopyCsv: (() => void) | null;
  readonly onCopyJson: (() => void) | null;
  readonly onCopyPromql: (() => void) | null;
}

/** What can be done with any chart; out of sight until the chart is pointed at or the button has the focus. */
export const ChartMenu = memo(function ChartMenu(props: ChartMenuProps) {
  const { title, showsData, onToggleData, onNote, onCopyPicture, onCopyCsv, onCopyJson, onCopyPromql } =
    props;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          className={classes.menu ?? ''}
          variant="default"
          size={24}
          aria-label={`Chart of ${title}`}
          data-shows-data={showsData || undefined}
          data-testid={testIds.charts.chartMenu}
        >
          <IconDots size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onToggleData} data-testid={testIds.charts.chartShowData}>
          {showsData ? 'Show as chart' : 'Show as table'}
        </Menu.Item>
        <Menu.Item onClick={onNote} data-testid={testIds.charts.chartNote}>
          Add a note…
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={onCopyPicture}>Copy as PNG</Menu.Item>
        {onCopyCsv !== null && <Menu.Item onClick={onCopyCsv}>Copy as CSV</Menu.Item>}
        {onCopyJson !== null && <Menu.Item onClick={onCopyJson}>Copy as JSON</Menu.Item>}
        {onCopyPromql !== null && <Menu.Item onClick={onCopyPromql}>Copy PromQL</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
});
