"""What the public page of each shipped edition says beyond its figures: the programme's facts in our own words."""

from workgroups.models import Project

READINESS = {
    # R2, R4, J1
    "outline": (
        "Readiness prepares a primary school for teaching for mastery. Over one school year, two of your teachers "
        "and your headteacher work out, with a Mastery Readiness Lead, what has to be in place first.\n\n"
        "The work is on five key areas that teaching for mastery stands on. By the end of the year your school "
        "has a vision that all staff know and a plan that it is ready to act on, and goes on to Development."
    ),
    # R1, R3, R5
    "involves": (
        "You name two teachers, one of them your maths lead. They come to workshops through the year with up to "
        "seven other schools, and try things out in their own classrooms between them.\n\n"
        "Between workshops the Lead visits your school for half a day at a time. Your school releases both "
        "teachers for the visits, and the headteacher meets the Lead."
    ),
    # J2, R4
    "for_whom": (
        "State-funded primary schools that are not yet in a position to develop teaching for mastery, and that at "
        "least one of the circumstances below describes. Any other primary school begins with Development."
    ),
    # R1, R5, R10
    "gains": (
        "A specialist who knows your school, visits it, and stays with it for the year.\n\n"
        "Schools in the same position to work with, and a clear plan for maths that your whole staff knows.\n\n"
        "The way into Development, with its grant and its help with textbooks, in the year after."
    ),
}

DEVELOPMENT = {
    # J2, D1, D2, D7
    "outline": (
        "Development is the year that every primary school in the programme completes. Two lead teachers learn "
        "what teaching for mastery is by doing it, and bring it to the whole school.\n\n"
        "It is about change in every class, not about the two teachers alone. In the following year your group "
        "stays together for Embedding."
    ),
    # D2 to D5
    "involves": (
        "Your two lead teachers meet the other schools of the group for half a day every half term, to plan, "
        "watch and discuss lessons together. An online community and tasks in your own classrooms fill the weeks "
        "between.\n\n"
        "Every term the Primary Mastery Specialist visits your school, watches a lesson and works on your plan "
        "with your lead teachers and the headteacher."
    ),
    # J2, D2
    "for_whom": (
        "State-funded primary schools that are ready to change how maths is taught across the school. You need "
        "two lead teachers: one on the senior leadership team or leading maths, the other able to change practice "
        "in other classrooms. A school that is not in that position yet begins with Readiness. A school takes "
        "part in Development once."
    ),
    # D4, D6, D8
    "gains": (
        "A specialist who works with your teachers all year, in meetings and in your own classrooms.\n\n"
        "Half a day of training for your headteacher in the autumn term, with the other heads of the group.\n\n"
        "A grant towards the release of your teachers, and a group of schools that goes on with you."
    ),
}

EMBEDDING = {
    # J3, B1
    "outline": (
        "Embedding is the year after Development. The same schools stay together, and the group leads more and "
        "more of its own work, while the hub supports it.\n\n"
        "What your lead teachers began takes root in every class."
    ),
    # B1
    "involves": (
        "Your two lead teachers meet the group every half term, as colleagues who take turns in leading the work. "
        "Between meetings they go on developing teaching with the rest of your staff."
    ),
    # J3
    "for_whom": "Primary schools that were in a Development Work Group last year. The group goes on together.",
    "gains": (
        "The same colleagues as last year, and time with them to see what lasts.\n\n"
        "The hub’s support while your school makes the approach its own. From here you can go on to Sustaining."
    ),
}

SUSTAINING = {
    # J1, S1
    "outline": (
        "Sustaining keeps teaching for mastery alive and growing, year after year. It has no end: schools stay in "
        "it as long as it serves them.\n\n"
        "The group works on what its schools want to know next, in workshops that they host in turn."
    ),
    # S1, S2, S4
    "involves": (
        "One lead participant from your school, normally the teacher who leads maths, comes to six workshops in "
        "the year. The first is in the specialist’s own school. Other teachers join single workshops, to host or "
        "to plan together.\n\n"
        "Between workshops there is work in classrooms and across the school."
    ),
    # J4, S3, S6
    "for_whom": (
        "Primary schools that have been through Development, and perhaps Embedding, and in which most teachers "
        "have started to teach for mastery. Schools that were in a Sustaining group last year stay in it this "
        "year."
    ),
    # S1, S5
    "gains": (
        "Colleagues from other schools who are on the same way, and a Mastery Specialist who leads the group.\n\n"
        "Lessons to watch in other schools, and others’ eyes on your own."
    ),
}

SECONDARY = {
    # Y1, Y2, Y3
    "outline": (
        "A maths department changes how it teaches, starting in Key Stage 3 and going on to Key Stage 4. Two of "
        "your teachers, the Mastery Advocates, work with a Secondary Mastery Specialist and with one other "
        "department.\n\n"
        "What they try out becomes the way the whole department works."
    ),
    # Y3, Y4
    "involves": (
        "Your two Mastery Advocates come to at least four half-day meetings from September to July. The "
        "specialist works with them in your school for four to six days, shared between the two, and there are "
        "tasks between meetings.\n\n"
        "Your senior leaders stand behind the work, and at the end your department writes a short report."
    ),
    # Y2, Y3
    "for_whom": (
        "Maths departments of any state-funded secondary school. You need two teachers: one experienced, with "
        "substantial responsibility such as head or second in department or Key Stage 3 lead, and one with an "
        "interest in leading the department’s development."
    ),
    # Y1, Y5
    "gains": (
        "A specialist who works beside your teachers in their own classrooms, and another department to learn "
        "with.\n\n"
        "Two teachers who can lead the development of your department, and a grant towards their release."
    ),
}

PUBLIC_WORDS = {
    Project.Kind.READINESS: READINESS,
    Project.Kind.DEVELOPMENT: DEVELOPMENT,
    Project.Kind.EMBEDDING: EMBEDDING,
    Project.Kind.SUSTAINING: SUSTAINING,
    Project.Kind.SECONDARY: SECONDARY,
}
