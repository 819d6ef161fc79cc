import { describe, expect, test } from 'vitest'
import { makeForms, tuningForms, type FormCase } from '../../bench/scans/forms.ts'
import { readJudgingProfile } from '../../bench/scans/judgingProfile.ts'
import { readTuningProfile } from '../../bench/scans/tuningProfile.ts'
import { formNumberFromLink } from '../../src/core/formNumber.ts'
import { jpegSegments, marker } from '../../src/core/scan/jpegSegments.ts'
import { parseJpegHeader, seenSize } from '../../src/core/scan/jpegHeader.ts'

const all = async (cases: AsyncIterable<FormCase>): Promise<readonly FormCase[]> => Array.fromAsync(cases)

const scanned = { count: 6, cameras: ['scanner 100'], defects: ['noSeal', 'greyOne', 'greyThree'] as const }

describe('the made-up scans of forms', () => {
  test('are the same for the same seed, and others for another', async () => {
    const one = await all(tuningForms({ ...scanned, count: 1 }))
    const same = await all(tuningForms({ ...scanned, count: 1 }))
    const other = await all(tuningForms({ ...scanned, count: 1, seed: 1 }))
    expect(same.map(({ jpeg }) => jpeg)).toEqual(one.map(({ jpeg }) => jpeg))
    expect(other[0]?.jpeg).not.toEqual(one[0]?.jpeg)
    expect(other[0]?.truth.link).not.toBe(one[0]?.truth.link)
  })

  test('say what they show', async () => {
    const cases = await all(tuningForms(scanned))
    expect(cases.map(({ truth: { defect, seal, grey } }) => ({ defect, seal, grey }))).toEqual([
      { defect: 'none', seal: true, grey: false },
      { defect: 'noSeal', seal: false, grey: undefined },
      { defect: 'none', seal: true, grey: false },
      { defect: 'greyOne', seal: undefined, grey: true },
      { defect: 'none', seal: true, grey: false },
      { defect: 'greyThree', seal: undefined, grey: true },
    ])
    for (const { jpeg, truth } of cases) {
      const header = parseJpegHeader(jpeg)
      expect(header.ok && seenSize(header.value)).toEqual({
        width: truth.picture.width,
        height: truth.picture.height,
      })
      expect(header.ok && header.value.components).toBe(truth.defect === 'greyOne' ? 1 : 3)
      expect(formNumberFromLink(truth.link)).toBe(truth.expected.formNumber)
      const [x, y] = truth.picture.placeOf([105, 148.5])
      expect(x).toBeCloseTo(0.5, 1)
      expect(y).toBeCloseTo(0.5, 1)
    }
  })

  test('carry their turn in the tag where the pixels are not turned', async () => {
    const profile = await readTuningProfile()
    const cameras = profile.cameras.map((camera) => ({ ...camera, tagged: 1, turned: 0 }))
    const [tagged] = await all(makeForms({ ...profile, cameras }, { count: 1, cameras: ['scanner 100'] }))
    const header = tagged && parseJpegHeader(tagged.jpeg)
    expect(header?.ok === true && header.value.orientation).not.toBe(1)
    expect(tagged?.truth.picture.turn).toBe(0)
    expect(
      jpegSegments(tagged?.jpeg ?? new Uint8Array(), { scans: 9, segments: 99, escapes: 9999 })?.at(-1)
        ?.marker,
    ).toBe(marker.sos)
  })

  test('are judged by other settings than they are tuned by', async () => {
    const [tuning, judging] = await Promise.all([readTuningProfile(), readJudgingProfile()])
    expect(judging.firstSeed - tuning.firstSeed).toBeGreaterThan(1e9)
    const of = (profile: typeof tuning) => ({
      inks: [...profile.seal.inks, ...profile.signature.inks].map(String),
      words: [...profile.words.unitNames, ...profile.words.names, ...profile.words.links],
      lights: profile.cameras.map(({ light }) => JSON.stringify(light)),
    })
    for (const kind of ['inks', 'words', 'lights'] as const)
      expect(of(judging)[kind].filter((item) => of(tuning)[kind].includes(item))).toEqual([])
  })
})
