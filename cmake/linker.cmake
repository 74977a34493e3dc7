# The fastest linker at hand; what it links is the same.
foreach(linker mold lld)
  find_program(CITYWEAVE_LINKER_${linker} NAMES ${linker} ld.${linker})
  if(CITYWEAVE_LINKER_${linker})
    add_link_options(-fuse-ld=${linker})
    break()
  endif()
endforeach()
