import { expect, it } from 'vitest'
import { playerKeyPressed, shortcutPressed } from './key-names.ts'

const press = (key: string, code: string, ...held: ('ctrl' | 'meta' | 'shift' | 'alt')[]) => ({
  key,
  code,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt'),
})

it('takes Ctrl for Mod, and on a Mac Command', () => {
  expect(shortcutPressed(press('k', 'KeyK', 'ctrl'), false)).toBe('Mod+K')
  expect(shortcutPressed(press('k', 'KeyK', 'meta'), true)).toBe('Mod+K')
  expect(shortcutPressed(press('k', 'KeyK', 'ctrl'), true)).toBeNull()
})

it('tells a letter with Shift from one without', () => {
  expect(shortcutPressed(press('L', 'KeyL', 'ctrl', 'shift'), false)).toBe('Mod+Shift+L')
})

it('takes a slash however the keyboard makes it', () => {
  expect(shortcutPressed(press('/', 'Slash', 'ctrl'), false)).toBe('Mod+/')
  expect(shortcutPressed(press('/', 'Digit7', 'ctrl', 'shift'), false)).toBe('Mod+/')
})

it('finds the key by its place in another alphabet', () => {
  expect(shortcutPressed(press('л', 'KeyK', 'ctrl'), false)).toBe('Mod+K')
})

it('leaves AltGr to those who type with it', () => {
  expect(shortcutPressed(press('[', 'Digit8', 'ctrl', 'alt'), false)).toBeNull()
})

it('gives the player its keys, without any modifier', () => {
  expect(playerKeyPressed(press(' ', 'Space'))).toBe('toggle')
  expect(playerKeyPressed(press('j', 'KeyJ'))).toBe('jumpBack')
  expect(playerKeyPressed(press('ArrowRight', 'ArrowRight'))).toBe('forward')
  expect(playerKeyPressed(press('ArrowLeft', 'ArrowLeft', 'alt'))).toBeNull()
})
