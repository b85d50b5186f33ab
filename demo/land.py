"""Where the made-up schools stand: authorities of England by hub, each with a postcode area and a middle.

Names and codes of authorities are real, because people look for their own. Which hub serves which is only for the
demo where nothing was published; the real areas are loaded with `load_hub_areas`.
"""

from typing import NamedTuple


class Land(NamedTuple):
    """An authority: its code and name, its postcode area, and its middle on the national grid in km."""

    hub: str
    code: str
    name: str
    postcode_area: str
    east: int
    north: int


_BY_HUB = {
    "Abacus": ["888 Lancashire PR 355 430", "889 Blackburn with Darwen BB 369 427", "890 Blackpool FY 331 436"],
    "Angles": ["926 Norfolk NR 605 310", "935 Suffolk IP 615 255"],
    "Archimedes NE": [
        "840 County Durham DH 421 540",
        "841 Darlington DL 429 515",
        "805 Hartlepool TS 450 531",
        "806 Middlesbrough TS 449 517",
        "808 Stockton-on-Tees TS 443 519",
    ],
    "BBO": ["825 Buckinghamshire HP 485 195", "931 Oxfordshire OX 450 210", "871 Slough SL 498 180"],
    "Boolean": [
        "801 Bristol, City of BS 359 173",
        "800 Bath and North East Somerset BA 366 160",
        "933 Somerset TA 340 130",
    ],
    "Cambridge": ["873 Cambridgeshire CB 540 265", "874 Peterborough PE 519 298"],
    "Central": ["330 Birmingham B 406 286", "334 Solihull B 415 279"],
    "Cheshire and Wirral": [
        "895 Cheshire East CW 385 365",
        "896 Cheshire West and Chester CH 350 368",
        "876 Halton WA 352 382",
        "344 Wirral CH 328 387",
    ],
    "CODE": ["908 Cornwall TR 195 55", "878 Devon EX 270 95", "879 Plymouth PL 248 56", "880 Torbay TQ 290 62"],
    "East Midlands East": ["925 Lincolnshire LN 510 365"],
    "East Midlands South": [
        "856 Leicester LE 459 304",
        "855 Leicestershire LE 455 310",
        "940 North Northamptonshire NN 490 275",
        "857 Rutland LE 487 308",
    ],
    "East Midlands West": ["830 Derbyshire DE 430 360", "831 Derby DE 435 336", "891 Nottinghamshire NG 465 360"],
    "Enigma": ["826 Milton Keynes MK 486 238", "821 Luton LU 509 221", "822 Bedford MK 505 250"],
    "GLOW": ["916 Gloucestershire GL 395 215", "885 Worcestershire WR 390 260", "803 South Gloucestershire BS 368 182"],
    "Great North": [
        "390 Gateshead NE 425 561",
        "391 Newcastle upon Tyne NE 424 566",
        "392 North Tyneside NE 431 570",
        "929 Northumberland NE 412 600",
        "394 Sunderland SR 438 556",
    ],
    "Jurassic": ["838 Dorset DT 375 100", "839 Bournemouth, Christchurch and Poole BH 410 93"],
    "Kent and Medway": ["886 Kent ME 595 150", "887 Medway ME 576 168"],
    "London Central and NW": ["202 Camden NW 528 184", "304 Brent NW 519 185", "310 Harrow HA 514 189"],
    "London Central and West": ["213 Westminster W 527 180", "307 Ealing W 514 181", "312 Hillingdon UB 507 183"],
    "London North East": ["204 Hackney E 534 185", "316 Newham E 541 183", "320 Waltham Forest E 537 190"],
    "London South East": ["203 Greenwich SE 542 176", "209 Lewisham SE 537 174", "303 Bexley DA 549 176"],
    "London South West": ["315 Merton SM 525 169", "212 Wandsworth SW 526 174", "319 Sutton SM 527 164"],
    "London Thames": ["306 Croydon CR 533 165", "210 Southwark SE 533 177", "208 Lambeth SW 531 175"],
    "Matrix": ["919 Hertfordshire AL 525 212"],
    "Mobius": ["865 Wiltshire SN 400 160", "866 Swindon SN 416 185", "869 West Berkshire RG 447 168"],
    "North Mids": ["860 Staffordshire ST 390 325", "861 Stoke-on-Trent ST 388 346"],
    "North North West": ["942 Cumberland CA 325 545", "943 Westmorland and Furness LA 350 500"],
    "North West One": ["341 Liverpool L 336 391", "343 Sefton L 333 402", "340 Knowsley L 344 394"],
    "North West Three": ["352 Manchester M 384 396", "356 Stockport SK 390 388", "358 Trafford M 378 392"],
    "North-East Hants and Surrey": ["936 Surrey GU 510 150"],
    "Origin": ["331 Coventry CV 433 279", "937 Warwickshire CV 430 265"],
    "SHaW": [
        "893 Shropshire SY 350 305",
        "884 Herefordshire, County of HR 350 245",
        "894 Telford and Wrekin TF 368 312",
    ],
    "Solent": ["850 Hampshire SO 450 125", "851 Portsmouth PO 465 101", "852 Southampton SO 442 113"],
    "South Yorkshire": ["373 Sheffield S 434 388", "370 Barnsley S 434 406", "371 Doncaster DN 458 403"],
    "Sussex": ["845 East Sussex BN 555 115", "938 West Sussex RH 515 120", "846 Brighton and Hove BN 531 105"],
    "Turing NW": ["350 Bolton BL 371 409", "359 Wigan WN 360 404", "351 Bury BL 380 410"],
    "Venn Essex": ["881 Essex CM 575 210", "882 Southend-on-Sea SS 588 186", "883 Thurrock RM 562 180"],
    "West Yorkshire": ["383 Leeds LS 430 434", "380 Bradford BD 414 434", "381 Calderdale HX 405 425"],
    "Yorkshire and the Humber": [
        "810 Kingston upon Hull, City of HU 509 430",
        "382 Kirklees HD 415 415",
        "384 Wakefield WF 435 415",
    ],
    "Yorkshire Ridings": [
        "811 East Riding of Yorkshire HU 495 440",
        "816 York YO 460 452",
        "815 North Yorkshire YO 435 475",
    ],
}


def _read(hub: str, line: str) -> Land:
    code, rest = line.split(" ", 1)
    name, area, east, north = rest.rsplit(" ", 3)
    return Land(hub, code, name, area, int(east), int(north))


LANDS = tuple(_read(hub, line) for hub, lines in _BY_HUB.items() for line in lines)
# The hubs that take part first, when not all do: spread over the country, the demo's own first.
HUBS = ("GLOW", "Jurassic", "Abacus", "Great North", "London Thames", "Origin")
HUBS = (*HUBS, *(hub for hub in _BY_HUB if hub not in HUBS))
