"""A reform at scale: contributions and expected benefits of ten million workers, by village."""

from enrolments import write
from measure import DATA, TEDUNG, head, machine, median, row

ROWS = 10_000_000


def main() -> None:
    """Make the data where it is missing, write two reforms, measure."""
    print(machine())
    source = DATA / "enrolments-10m.parquet"
    if not source.exists():
        write(source, ROWS)
    halved, raised = DATA / "halved.toml", DATA / "raised.toml"
    halved.write_text('name = "JKK separuh"\n[values]\n"bpu.rate_jkk" = 0.005\n')
    raised.write_text('name = "Santunan naik"\n[values]\n"jkm.death_sum" = 30_000_000\n')
    command = (TEDUNG, "study", "reform", source)
    options = ("--month", "2026-12", "--everybody", "--by", "village")
    head("reform: 10,000,000 enrolments by village, contributions and expected benefits")
    row("the law and one reform", median(*command, halved, *options), "30 s, 2 GiB")
    row("the law and two reforms", median(*command, halved, raised, *options))


if __name__ == "__main__":
    main()
