import type { CameraSettings } from '../camera.ts'
import type { CardLook } from './drawCard.ts'

/** How specimen cards look and are pictured. What a reader is judged by shares nothing with what it is tuned on. */
export interface CardProfile {
  readonly weights: readonly ('300Light' | '400Regular' | '500Medium' | '700Bold')[]
  readonly numbers: readonly ('ocrB' | 'sans')[]
  readonly looks: readonly Omit<CardLook, 'fonts' | 'pixelsPerMm'>[]
  readonly cameras: readonly CameraSettings[]
  /** Added to the seed of each case. */
  readonly salt: number
}

const phone: CameraSettings = {
  name: 'phone at 1280 pixels',
  weight: 4,
  size: { longSide: 2400, aspect: 0.75 },
  desks: ['wood', 'dark', 'cloth'],
  focal: [0.75, 0.95],
  tilt: [0, 16],
  roll: [0, 14],
  fill: [0.12, 0.7],
  curl: [0, 0],
  light: {
    exposure: [0.72, 1],
    gradient: [0, 0.3],
    warmth: [0, 0.08],
    shadow: { often: 0.3, depth: [0.1, 0.4], edge: [0.02, 0.1] },
    vignette: [0, 0.25],
  },
  blur: [0.03, 0.1],
  motion: [0, 0.08],
  sharpening: [0, 0.6],
  noise: [1, 7],
  colourNoise: 0.4,
  quality: [82, 94],
  chat: { longSide: 1280, quality: [78, 88] },
  tagged: 0.1,
  turned: 0.25,
  landscape: 0.6,
}

const { chat: _chat, ...unshrunk } = phone
const close: CameraSettings = {
  ...unshrunk,
  name: 'phone, 12 MP',
  weight: 1,
  size: { longSide: 4032, aspect: 0.75 },
  quality: [70, 82],
}

const scanner: CameraSettings = {
  ...unshrunk,
  name: 'scanner',
  weight: 1,
  size: { dpi: 200, margin: [2, 60] },
  desks: ['lid'],
  tilt: [0, 0],
  roll: [0, 8],
  light: {
    exposure: [0.94, 1],
    gradient: [0, 0.03],
    warmth: [0, 0.02],
    shadow: { often: 0, depth: [0, 0], edge: [0.1, 0.1] },
    vignette: [0, 0],
  },
  blur: [0.04, 0.1],
  motion: [0, 0],
  noise: [0.5, 3],
  quality: [75, 92],
}

export const tuningProfile: CardProfile = {
  weights: ['400Regular', '500Medium'],
  numbers: ['ocrB', 'ocrB', 'sans'],
  looks: [
    { play: 0.8, label: '#3b6ea0', ink: '#1c1c22', ground: ['#e9f1f4', '#dbe9e2', '#e8efe4'] },
    { play: 0.5, label: '#4d86b5', ink: '#26262c', ground: ['#dfe9f1', '#e6efe6', '#d8e6ea'] },
    { play: 0.8, label: '#2f5f8a', ink: '#101014', ground: ['#f0ece6', '#e3ebe8', '#dfe8ee'] },
  ],
  cameras: [phone, close, scanner],
  salt: 0,
}

export const judgingProfile: CardProfile = {
  weights: ['300Light', '700Bold', '400Regular'],
  numbers: ['ocrB', 'sans'],
  looks: [
    { play: 1.1, label: '#5a7fa8', ink: '#2c2a30', ground: ['#e2edf3', '#d2e3dc', '#eef0e2'] },
    { play: 1.1, label: '#35709c', ink: '#18181c', ground: ['#f3efe8', '#dfe6df', '#d9e4ee'] },
    { play: 0.9, label: '#6a8fae', ink: '#33323a', ground: ['#d6e2ea', '#dbe8de', '#cfdfe4'] },
  ],
  cameras: [
    {
      ...phone,
      name: 'phone at 1280 pixels, otherwise',
      desks: ['wood', 'grey'],
      focal: [0.7, 1.05],
      tilt: [0, 19],
      roll: [0, 18],
      fill: [0.1, 0.8],
      light: { ...phone.light, exposure: [0.66, 1.03], gradient: [0, 0.38], warmth: [0, 0.11] },
      noise: [0.5, 9],
      quality: [76, 95],
      chat: { longSide: 1280, quality: [74, 90] },
      turned: 0.35,
    },
    { ...close, name: 'phone, 12 MP, otherwise', desks: ['wood', 'grey'], tilt: [0, 19], fill: [0.06, 0.6] },
    { ...scanner, name: 'scanner, otherwise', size: { dpi: 150, margin: [1, 80] }, roll: [0, 11] },
    {
      ...scanner,
      name: 'scanner, fine',
      weight: 0.5,
      size: { dpi: 300, margin: [2, 40] },
      quality: [70, 95],
    },
  ],
  salt: 7_000_003,
}
