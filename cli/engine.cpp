#include "cli/engine.hpp"

#include "cli/data_folder.hpp"

namespace cityweave::cli {

Engine::Engine(const CommonOptions& common)
    : folder_(data_folder(common.data)), gazetteer_(gazetteer::Gazetteer::open(folder_ / "gazetteer.cwg", base::Checksum::later)),
      countries_(gazetteer_), geocoder_(gazetteer_, countries_), lexicon_(ingest::Lexicon::open(folder_ / "ingest")),
      sound_(std::async(std::launch::async, [this] { gazetteer_.verify(); })) {}

ingest::ExtractOptions Engine::reading() const {
    return {.knowledge = ingest::knowledge_of(gazetteer_, countries_), .lexicon = &lexicon_};
}

} // namespace cityweave::cli
