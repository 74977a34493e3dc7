#include "cli/engine.hpp"

#include "cli/data_folder.hpp"

namespace cityweave::cli {

Engine::Engine(const CommonOptions& common)
    : folder_(data_folder(common.data)), gazetteer_(gazetteer::Gazetteer::open(folder_ / "gazetteer.cwg", base::Checksum::later)),
      sound_(std::async(std::launch::async, [this] { gazetteer_.verify(); })), countries_(gazetteer_), geocoder_(gazetteer_, countries_),
      lexicon_(std::async(std::launch::deferred, [this] { return ingest::Lexicon::open(folder_ / "ingest"); })) {}

ingest::ExtractOptions Engine::reading() const {
    const auto lexicon = lexicon_; // what it gives lives as long as this object's own
    return {.knowledge = ingest::knowledge_of(gazetteer_, countries_), .lexicon = &lexicon.get()};
}

} // namespace cityweave::cli
