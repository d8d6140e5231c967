import { notifications } from '@mantine/notifications';
import { reportFailure } from '../ui/report-failure.ts';
import type { PlotColors } from './plot.ts';

const TITLE_HEIGHT = 34;
const PADDING = 12;

function toBlob(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('The picture could not be made.'));
      else resolve(blob);
    }, 'image/png');
  });
}

/** A chart with its title on the panel's colour, in device pixels. */
function composePicture(chart: HTMLCanvasElement, title: string, colors: PlotColors): HTMLCanvasElement {
  const ratio = chart.width / Math.max(1, chart.clientWidth);
  const picture = document.createElement('canvas');
  picture.width = chart.width + 2 * PADDING * ratio;
  picture.height = chart.height + (TITLE_HEIGHT + PADDING) * ratio;
  const ctx = picture.getContext('2d');
  if (ctx === null) return picture;
  ctx.fillStyle = colors.panel;
  ctx.fillRect(0, 0, picture.width, picture.height);
  ctx.fillStyle = colors.text;
  ctx.font = `600 ${13 * ratio}px ${colors.font}`;
  ctx.textBaseline = 'middle';
  ctx.fillText(title, PADDING * ratio, (TITLE_HEIGHT / 2) * ratio, picture.width - 2 * PADDING * ratio);
  ctx.drawImage(chart, PADDING * ratio, TITLE_HEIGHT * ratio);
  return picture;
}

/** Puts a text on the clipboard and says so. */
export function copyText(what: string, text: string): void {
  navigator.clipboard
    .writeText(text)
    .then(
      () => notifications.show({ message: `${what} copied`, autoClose: 2_000 }),
      reportFailure(`${what} could not be copied`),
    );
}

/** Puts a picture of a chart on the clipboard and says so. */
export function copyPicture(chart: HTMLCanvasElement, title: string, colors: PlotColors): void {
  toBlob(composePicture(chart, title, colors))
    .then((blob) => navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]))
    .then(
      () => notifications.show({ message: 'Picture copied', autoClose: 2_000 }),
      reportFailure('The picture could not be copied'),
    );
}
