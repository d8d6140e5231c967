import type { FilledVariables } from '../../../../shared/dashboards/variables/interpolate.ts';
import type { Dashboard, DashboardAnnotation } from '../../../../shared/domain/dashboard.ts';
import type { Region } from '../../../charts/plot.ts';
import { AnnotationSwitch } from './AnnotationSwitch.tsx';
import classes from './Annotations.module.css';
import { isQuery } from './annotation-marks.ts';

interface AnnotationsBarProps {
  readonly dashboard: Dashboard;
  readonly variables: FilledVariables;
  /** Which are shown, by name, where a user chose. */
  readonly chosen: Readonly<Record<string, boolean>>;
  readonly onChoose: (name: string, shown: boolean) => void;
  readonly onMarks: (name: string, marks: readonly Region[]) => void;
}

/** The switches of the dashboard's annotation queries; hidden ones are asked without one. */
export function AnnotationsBar({ dashboard, variables, chosen, onChoose, onMarks }: AnnotationsBarProps) {
  const queries = dashboard.annotations.filter(isQuery);
  if (queries.length === 0) return null;
  const isShown = ({ name, enabled }: DashboardAnnotation): boolean => chosen[name] ?? enabled;
  return (
    <fieldset
      className={classes.bar}
      aria-label="Annotations"
      hidden={queries.every(({ hidden }) => hidden === true)}
    >
      {queries.map((annotation) => (
        <AnnotationSwitch
          key={annotation.name}
          annotation={annotation}
          variables={variables}
          dashboardTitle={dashboard.title}
          shown={isShown(annotation)}
          onChoose={onChoose}
          onMarks={onMarks}
        />
      ))}
    </fieldset>
  );
}
