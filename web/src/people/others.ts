import { degreeLabel } from '@xueshi/contract/dictionaries/degrees'
import { educationLabel } from '@xueshi/contract/dictionaries/educations'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import type { OtherDegree, OtherTitle } from '@xueshi/contract/people'

/** A title beside the one in force, in a line. */
export const otherTitleText = ({ title, series, specialty, obtainedOn }: OtherTitle): string =>
  [title, titleSeriesLabel(series), specialty, obtainedOn].filter(Boolean).join(' · ')

/** An education or degree beside the highest, in a line. */
export const otherDegreeText = ({
  education,
  degree,
  major,
  school,
  graduatedOn,
}: OtherDegree): string =>
  [educationLabel(education), degree && degreeLabel(degree), major, school, graduatedOn]
    .filter(Boolean)
    .join(' · ')
