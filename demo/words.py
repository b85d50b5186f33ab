"""The words that made-up names and sentences are put together from. Nobody and no school is meant by them."""


def _each(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TREES = _each(
    """
    Ash Birch Alder Oak Elm Hazel Holly Rowan Willow Maple Cedar Larch Hawthorn Chestnut Aspen Juniper Lime Yew
    Blackthorn Sycamore Poplar Beech Bramble Fern Heather Ivy Clover Bracken Thistle Sorrel
    """
)
LAND = _each(
    """
    Lane Road Hill Green Park Vale Bank Field Grove Common Bridge Mill Brook Wood Meadow Heath Farm Moor Way Croft
    """
)
TOWN_BEGINNINGS = _each(
    """
    Alder Ash Aver Bex Bil Bram Bryn Cal Carl Chel Clay Col Cran Dal Dun East El Em Fal Farn Fen Gar Gil Had Ham
    Har Hart Haw Hen Hol Horn Ing Kel Ken Kir Lang Lath Led Lin Lox Mal Mar Mel Mid Mil New Nor North Oak Or Pen
    Pick Quar Rad Ras Red Rip Rush Sal Sand Sel Shel Sil South Stan Stoke Sut Tar Thor Til Tor Up Wal War Wes West
    Whit Wil Win Wood Wy Yar
    """
)
TOWN_ENDS = _each(
    """
    bourne bridge bury by combe cote dale den don field ford ham hampton hurst ingham ington leigh ley low mere
    minster mouth port ridge shaw stead stock stone thorpe ton wade well wick wold wood worth
    """
)
TOWN_BESIDE = ("", "", "", "", "", "", " Magna", " Parva", " St Mary", "-on-the-Hill", " Green", " Heath", " Cross")
SAINTS = _each(
    """
    Mary Peter Paul John James Andrew Michael George Anne Joseph Thomas Luke Mark Matthew Margaret Catherine
    Cuthbert Aidan Oswald Chad Bede Hilda Alban Edmund Nicholas Stephen Patrick Bernadette Teresa Wilfrid Giles
    Laurence
    """
)
DEDICATIONS = ("All Saints", "Holy Trinity", "Christ Church", "Holy Family")
STREETS = (
    "School Lane", "Church Road", "High Street", "Station Road", "Mill Lane", "The Green", "Back Lane", "Manor Road",
    "Park Avenue", "Queen's Road", "Victoria Street", "Chapel Street", "Orchard Close", "Meadow Way", "Long Lane",
    "Albert Road", "New Street", "Bridge Street", "Hillside", "Grange Road", "Northfield Road", "Spring Gardens",
)  # fmt: skip
LOCALITIES = ("", "", "", "", "Upper End", "Lower End", "The Hayes", "Newtown", "Millbank", "West End", "Eastfield")
TRUSTS = (
    "Lantern", "Harbour", "Compass", "Bridgewater", "Keystone", "Beacon", "Waymark",
    "Kingfisher", "Tideway", "Cornerstone", "Skylark", "Two Rivers", "Northern Light", "Open Door",
    "Greenway", "Rising Sun", "Stepping Stones", "White Horse", "Oak Tree", "Fellside", "Riverside",
    "Three Counties", "Pathfinder", "Meridian", "Wheatsheaf", "Saltmarsh",
)  # fmt: skip
TRUST_ENDS = ("Learning Trust", "Academies Trust", "Multi Academy Trust", "Schools Trust", "Education Trust")

FIRST_NAMES = _each(
    """
    Aisha Amelia Andrew Angela Anita Ben Bethan Callum Carla Chidi Claire Daniel David Deepa Diane Eleanor Emma
    Fatima Fiona Gareth George Grace Hannah Harpreet Helen Ian Imran Isla Jack James Jasmine Jenny Joanna Joseph
    Karen Kate Kieran Laura Leila Liam Lucy Maria Mark Megan Mei Michael Mohammed Naomi Nathan Neil Nina Oliver
    Omar Owen Patrick Priya Rachel Rebecca Rhys Robert Rosa Ruth Sam Sana Sarah Sean Simon Sofia Sophie Stephen
    Sunita Tariq Tessa Thomas Victoria Wei Will Yasmin Zara Zoe
    """
)
LAST_NAMES = _each(
    """
    Adeyemi Ahmed Akhtar Allen Anderson Atkinson Bailey Baker Barnes Begum Bell Bennett Bhatt Brooks Brown Carter
    Chan Chapman Clarke Collins Cooper Cox Davies Dixon Edwards Ellis Evans Fisher Foster Fox Garcia Gibson Graham
    Grant Gray Green Griffiths Hall Hamilton Harris Harvey Hill Holmes Howard Hughes Hussain Jackson Jenkins
    Johnson Jones Kaur Kelly Khan King Knight Lee Lewis Lloyd Marshall Martin Mason Mensah Mills Mitchell Moore
    Morgan Morris Murphy Murray Nowak O'Connor O'Neill Okafor Owen Palmer Parker Patel Phillips Powell Price
    Rahman Reid Reynolds Richards Roberts Robinson Rogers Russell Shah Sharma Shaw Simpson Singh Smith Stevens
    Stewart Taylor Thomas Thompson Turner Walker Ward Watson White Williams Wilson Wood Wright Young
    """
)

DEPARTMENT_JOBS = ("Head of maths", "Deputy headteacher", "School business manager", "Assistant headteacher")
JOBS = ("Headteacher", "Deputy headteacher", "Maths lead", "School business manager", "Assistant headteacher")

EVIDENCE = {
    "ofsted": ("Inspected in {month} {year}: judged Requires Improvement.", "Requires Improvement, {month} {year}."),
    "progress": (
        "Key Stage 2 maths at the expected standard: {low}% in {year}, well below others like us.",
        "In Years 3 to 5 only {low}% of pupils were on track in {month} {year}.",
    ),
    "authority": ("Named by the authority's school improvement adviser in {month} {year}.",),
    "mobility": ("Most of our families live in a category {category} area.",),
    "leadership": ("Our maths lead is in their first year of the post and leads alone.",),
    "turnover": ("{count} of our teachers changed in two years; the team has been stable since {month} {year}.",),
    "": ("Our governors' report of {month} {year} says so, and we can show it.",),
}
WHY = (
    "Maths is taught well in some of our classes and not in others, and children meet a different way each year.",
    "Our pupils calculate quickly and find it hard to say why it works.",
    "Too many children leave us believing that they cannot do maths.",
    "We have tried single training days; each was good, and little of it lasted.",
    "The gap between our disadvantaged pupils and the others is widest in maths.",
    "Staff want to plan together and need somebody from outside to begin it with them.",
)
HOPE = (
    "In a year we hope to hear the same words for the same ideas in every class.",
    "We hope that our teachers plan in small steps and enjoy teaching maths again.",
    "We want our maths lead to have the confidence to lead a change of the whole school.",
    "By next summer we want a shared plan that every teacher has had a hand in.",
    "We look forward to working with other schools like ours.",
)
HUB_NOTES = (
    "Rang the school; the head is keen and can release both teachers on Tuesdays.",
    "Waiting for the date of the inspection, then ready to decide.",
    "Would fit well with the schools along the valley.",
    "Asked the authority's adviser; they agree.",
    "Second teacher leaves at Easter, and the school will name another.",
)
DECLINES = {
    "readiness": (
        "All our Readiness groups are full this year. We would like you to apply again in spring.",
        "From what you tell us your school is ready for Development. Apply for that instead: we have places.",
        "The days of our groups do not fit the release you can give. We will ring you about next year.",
    ),
    "secondary": (
        "Each of our specialists works with two departments, and all have theirs for this year. Apply again in spring.",
        "The days do not fit the release that your department can give. We will ring you about next year.",
    ),
    "": (
        "All our groups are full this year. We would like you to apply again in spring, when next year opens.",
        "The days of our groups do not fit the release you can give. We will ring you about next year.",
    ),
}
OVERRIDES = ("Agreed with the national team, see our call with the school.", "The school's circumstances are special.")
DATES = (
    "Tuesdays at 1pm: 22 September, 10 November, 12 January, 9 March, 27 April and 22 June",
    "The first Thursday of each half term, 9:30am to noon",
    "Wednesday afternoons, once in each half term",
)
DAYS = ("Tuesdays and Thursdays", "Any day but Friday", "Mondays, and Wednesdays from January", "")
VENUES = ("Teaching school, training room", "Village hall", "Library, first floor", "At each school in turn", "")

ROLES_IN_SCHOOL = (
    "Year 2 teacher",
    "Year 4 teacher",
    "Year 6 teacher and maths team",
    "Reception teacher",
    "Year 5 lead",
)
ROLES_IN_DEPARTMENT = ("Teacher of maths", "Numeracy lead", "Year 8 lead for maths", "Early career teacher, third year")
BEFORE = (
    "Two years ago, with the group in the next town.",
    "Last year, with our hub.",
    "Some years ago, with another hub.",
)
HOW_BEFORE = (
    "A colleague visited us for a term and planned Year 7 units with two of our teachers.",
    "We sent one teacher to a series of workshops; the units are still in use.",
)

# What is said in the few applications that show what is rare.
WHY_LATE = (
    "Our office was closed for a burst pipe, and nobody could send it in time.",
    "Our headteacher was ill and signs everything that leaves the school.",
)
LET_IN = "Send it within the week, and we read it with the others."
WHY_WITHDRAWN = "Both teachers leave at Easter. We want to apply again once the new team is in place."
QUESTION = "What have you tried already, and what came of it?"
GENERAL_QUESTION = "Can both teachers come on Thursdays? Our groups meet on that day."
REPLY = "Yes. We have moved their non-contact time to Thursday afternoon."
WHY_JUDGED = "We talked to the headteacher and have seen the papers. We count it as met."
WHY_NOT_ON = "Our headteacher leaves in July, and we join another trust. We would like to hear from you again."
GO_ON = "It was a good year together. We begin in your schools again, at half-term."
WHY_NOT_SIGNED = "I was not asked before my name was put on the form. I want to talk about the release first."
SUBJECT = "We read your application next week"
MAILING = (
    "Thank you for applying for {school}.\n\nWe read all applications for {project} next week and write to you about "
    "{reference} soon after. You can correct what you sent until then."
)
