import sharp from 'sharp'

/**
 * sharp, with what it opens narrowed down for the whole process, other threads included: libvips takes whatever it can
 * open for an image, SVG among it. Which of the three is opened is decided by a file's first bytes before it gets here.
 */
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
})
sharp.cache(false)
sharp.concurrency(1)

export { sharp }
