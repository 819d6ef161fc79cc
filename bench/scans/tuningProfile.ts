import type { CameraSettings } from './camera.ts'
import type { LightSettings } from './light.ts'
import type { Profile } from './profile.ts'
import { readFont } from './readFont.ts'

const lamp: LightSettings = {
  exposure: [0.78, 1.02],
  gradient: [0, 0.35],
  warmth: [-0.03, 0.09],
  shadow: { often: 0.4, depth: [0.1, 0.42], edge: [0.02, 0.12] },
  vignette: [0, 0.25],
}
const tube: LightSettings = {
  exposure: [0.93, 1.03],
  gradient: [0, 0.06],
  warmth: [-0.015, 0.02],
  shadow: { often: 0, depth: [0, 0], edge: [0.1, 0.1] },
  vignette: [0, 0.03],
}

const phone: CameraSettings = {
  name: 'phone 1280',
  weight: 6,
  size: { longSide: 1280, aspect: 0.75 },
  desks: ['wood', 'grey', 'dark', 'white', 'cloth'],
  focal: [0.7, 0.8],
  tilt: [0, 10],
  roll: [0, 7],
  fill: [0.86, 0.98],
  curl: [0, 1.6],
  light: lamp,
  blur: [0.06, 0.2],
  motion: [0, 0.35],
  sharpening: [0, 1],
  noise: [1, 5],
  colourNoise: 0.4,
  quality: [68, 88],
  tagged: 0.15,
  turned: 0.15,
  landscape: 0.04,
}
const scanner: CameraSettings = {
  ...phone,
  name: 'scanner 150',
  weight: 1,
  size: { dpi: 150, margin: [0, 4] },
  desks: ['lid', 'lid', 'blackLid'],
  tilt: [0, 0],
  roll: [0, 1.6],
  curl: [0, 0],
  light: tube,
  blur: [0.04, 0.1],
  motion: [0, 0],
  sharpening: [0, 0.6],
  noise: [0.5, 2.5],
  quality: [72, 92],
  tagged: 0,
  turned: 0.1,
  landscape: 0,
}

const cameras: readonly CameraSettings[] = [
  phone,
  { ...phone, name: 'phone 1280 wide', weight: 1, size: { longSide: 1280, aspect: 9 / 16 } },
  { ...phone, name: 'phone 2048', weight: 1, size: { longSide: 2048, aspect: 0.75 } },
  {
    ...phone,
    name: 'phone 12 MP',
    weight: 1,
    size: { longSide: 4000, aspect: 0.75 },
    noise: [2, 6],
    quality: [55, 82],
  },
  {
    ...phone,
    name: 'scanning app',
    weight: 1.5,
    size: { longSide: 1280, aspect: 0.71 },
    tilt: [0, 0.6],
    roll: [0, 0.8],
    fill: [0.98, 1.015],
    light: { ...lamp, exposure: [1.02, 1.16], gradient: [0, 0.1], shadow: { ...lamp.shadow, often: 0.1 } },
    sharpening: [0.5, 2],
  },
  { ...scanner, name: 'scanner 100', size: { dpi: 100, margin: [0, 4] } },
  scanner,
  { ...scanner, name: 'scanner 200', size: { dpi: 200, margin: [0, 4] } },
  { ...scanner, name: 'scanner 300', weight: 0.4, size: { dpi: 300, margin: [0, 3] } },
]

/** What readers of scans are tuned on. */
export const readTuningProfile = async (): Promise<Profile> => {
  const [sans, bold, brush, running] = await Promise.all([
    readFont('noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
    readFont('noto-sans-sc/600SemiBold/NotoSansSC_600SemiBold.ttf'),
    readFont('ma-shan-zheng/400Regular/MaShanZheng_400Regular.ttf'),
    readFont('zhi-mang-xing/400Regular/ZhiMangXing_400Regular.ttf'),
  ])
  return {
    name: 'tuning',
    firstSeed: 1_000_000,
    words: {
      unitNames: [
        '中国科学院自动化研究所',
        '青岛海尔智能技术有限公司',
        '华东师范大学',
        '临沂市兰山区人民政府',
      ],
      names: ['王建国', '李晓燕', '欧阳春明', '张伟', '陈志远'],
      links: ['https://t.me/SealpassBot', 'https://mima.example.org.cn/'],
    },
    seal: {
      diameter: [38, 46],
      ring: [0.9, 1.4],
      innerRing: { often: 0.25, gap: [0.6, 1.2], width: [0.25, 0.4] },
      star: [0.26, 0.36],
      letters: { size: [4.4, 5.6], condensed: [0.6, 0.85], arc: [3.6, 4.4] },
      number: 0.6,
      words: { often: 0.15, of: ['合同专用章', '（1）'] },
      inks: [
        [200, 30, 34],
        [222, 52, 40],
        [186, 24, 44],
        [226, 66, 62],
      ],
      strength: [0.42, 0.98],
      uneven: [0.05, 0.75],
      spread: [0.1, 0.25],
      lean: [0.1, 0.6],
      fonts: [sans, bold],
    },
    strayInks: [
      [200, 30, 34],
      [112, 20, 28],
      [140, 32, 88],
      [160, 84, 82],
      [40, 38, 44],
    ],
    sealOff: [0, 8],
    sealTurn: 14,
    signature: {
      strokes: 0.35,
      fonts: [brush, running],
      size: [9, 18],
      pen: [0.4, 0.9],
      inks: [
        [24, 24, 28],
        [30, 36, 60],
        [34, 52, 140],
      ],
      strength: [0.7, 1],
      fingerprint: 0.12,
    },
    nameSeal: 0.07,
    toner: [0.8, 1],
    folded: 0.25,
    cameras,
    mishaps: {
      defocus: [0.62, 1.1],
      motion: [2.6, 5],
      glareRadius: [45, 75],
      cutOff: [28, 75],
      darkened: [0.12, 0.24],
      screen: { pitch: [0.23, 0.34], depth: [0.35, 0.6] },
    },
  }
}
