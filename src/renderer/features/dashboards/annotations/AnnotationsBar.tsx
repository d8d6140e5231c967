import { useMemo } from 'react';
import type { FilledVariables } from '../../../../shared/dashboards/variables/interpolate.ts';
import type { Dashboard, DashboardAnnotation } from '../../../../shared/domain/dashboard.ts';
import type { Region } from '../../../charts/plot.ts';
import { AnnotationSwitch } from './AnnotationSwitch.tsx';
import classes from './Annotations.module.css';
import { isQuery } from './annotation-marks.ts';

interface AnnotationsBarProps {
  readonly dashboard: Dashboard;
  readonly variables: FilledVariables;
  /** Which are shown, by key, where a user chose. */
  readonly chosen: Readonly<Record<string, boolean>>;
  readonly onChoose: (key: string, shown: boolean) => void;
  readonly onMarks: (key: string, marks: readonly Region[]) => void;
}

interface KeyedAnnotation {
  /** The name, and for the next ones of that name a number: what a choice is kept by. */
  readonly key: string;
  readonly annotation: DashboardAnnotation;
}

/** Names need not be unique: two of one name are two switches. */
function keyed(annotations: readonly DashboardAnnotation[]): readonly KeyedAnnotation[] {
  const seen = new Map<string, number>();
  return annotations.map((annotation) => {
    const { name } = annotation;
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return { key: before === 0 ? name : `${name} (${before + 1})`, annotation };
  });
}

/** The switches of the dashboard's annotation queries; hidden ones are asked without one. */
export function AnnotationsBar({ dashboard, variables, chosen, onChoose, onMarks }: AnnotationsBarProps) {
  const queries = useMemo(() => keyed(dashboard.annotations.filter(isQuery)), [dashboard.annotations]);
  if (queries.length === 0) return null;
  return (
    <fieldset
      className={classes.bar}
      aria-label="Annotations"
      hidden={queries.every(({ annotation }) => annotation.hidden === true)}
    >
      {queries.map(({ key, annotation }) => (
        <AnnotationSwitch
          key={key}
          annotationKey={key}
          annotation={annotation}
          variables={variables}
          dashboardTitle={dashboard.title}
          shown={chosen[key] ?? annotation.enabled}
          onChoose={onChoose}
          onMarks={onMarks}
        />
      ))}
    </fieldset>
  );
}
