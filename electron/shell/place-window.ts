/** A rectangle on the desktop, in its own pixels. */
export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

/** Smaller than this the studio is no use. */
export const LEAST_SIZE = { width: 900, height: 600 }
const FIRST_SIZE = { width: 1360, height: 880 }

/**
 * Where a window opens: where it was, when enough of that is still on a display, else in the middle of the first one.
 *
 * @param workAreas the displays without their bars, the main one first.
 */
export function placeWindow(saved: Rectangle | null, workAreas: readonly [Rectangle, ...Rectangle[]]): Rectangle {
  const display = saved && workAreas.find((area) => holdsTitleBar(area, saved))
  if (!display) return centred(workAreas[0], saved ?? FIRST_SIZE)
  const { width, height } = fitted(display, saved)
  return {
    width,
    height,
    x: clamp(saved.x, display.x, display.x + display.width - width),
    y: clamp(saved.y, display.y, display.y + display.height - height),
  }
}

/** The middle of the upper edge is where a window is taken hold of. */
function holdsTitleBar(area: Rectangle, { x, y, width }: Rectangle): boolean {
  const middle = x + width / 2
  return middle >= area.x && middle < area.x + area.width && y >= area.y - 20 && y < area.y + area.height - 20
}

function centred(area: Rectangle, size: Pick<Rectangle, 'width' | 'height'>): Rectangle {
  const { width, height } = fitted(area, size)
  const middle = (start: number, space: number, own: number): number => Math.round(start + (space - own) / 2)
  return { width, height, x: middle(area.x, area.width, width), y: middle(area.y, area.height, height) }
}

function fitted(area: Rectangle, size: Pick<Rectangle, 'width' | 'height'>): Pick<Rectangle, 'width' | 'height'> {
  return {
    width: Math.max(LEAST_SIZE.width, Math.min(size.width, area.width)),
    height: Math.max(LEAST_SIZE.height, Math.min(size.height, area.height)),
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}
