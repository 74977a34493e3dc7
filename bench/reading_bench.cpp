// What reading finds on the pages of tests/corpus, set by set. Prints Markdown for bench/README.md; exit code 1 if a set has
// no pages. With a set's name it prints instead what differs there.   cityweave_reading_bench SHARE-FOLDER [SET]
#include "gazetteer/gazetteer.hpp"
#include "tests/ingest/corpus.hpp"

#include <fmt/format.h>

#include <exception>
#include <filesystem>
#include <iostream>

int main(int argc, char** argv) try {
    using namespace cityweave;
    if (argc != 2 && argc != 3) throw std::runtime_error("usage: cityweave_reading_bench SHARE-FOLDER [SET]");
    const std::filesystem::path share(argv[1]);
    const auto gazetteer = gazetteer::Gazetteer::open(share / "gazetteer.cwg");
    const gazetteer::Countries countries(gazetteer);
    const auto lexicon = ingest::Lexicon::open(share / "ingest");
    const ingest::ExtractOptions options{.knowledge = ingest::knowledge_of(gazetteer, countries), .lexicon = &lexicon};
    const auto scores = test::corpus_scores(options);
    for (const auto& s : scores)
        if (argc == 3 && s.set == argv[2]) std::cout << s.differences;
    if (argc == 3) return 0;
    std::cout
        << "| pages | number | exactly right | precision of rows | recall of rows | leads | clusters | without partnership, no row |\n"
           "|---|---|---|---|---|---|---|---|\n";
    for (const auto& s : scores) {
        if (s.pages == 0) throw std::runtime_error(s.set + ": no pages");
        std::cout << fmt::format("| {} | {} | {} | {:.3f} | {:.3f} | {:.3f} | {:.3f} | {} of {} |\n", s.set, s.pages, s.pages_right,
                                 s.precision.share(), s.recall.share(), s.leads.share(), s.clusters.share(), s.empty.right, s.empty.all);
    }
    return 0;
} catch (const std::exception& error) {
    std::cerr << "reading_bench: " << error.what() << '\n';
    return 1;
}
