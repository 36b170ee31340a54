package dev.procession.protocol.codec.trust;

import java.util.List;

/**
 * Classes of libraries in the known gadget chains that lead from decoding an object to running a
 * command. A chain needs a first class that calls something when it is decoded, and a last one that
 * calls arbitrary methods; neither is useful in a result.
 *
 * <p>No such list is complete. It protects users who do not list the allowed classes.
 */
final class KnownGadgets {
  /** Packages and classes, as name prefixes. */
  private static final List<String> STARTS =
      List.of(
          "bsh.",
          "ch.qos.logback.core.db.",
          "clojure.core$",
          "clojure.inspector.",
          "clojure.main$",
          "com.caucho.",
          "com.mchange.v2.c3p0.",
          "com.rometools.rome.feed.impl.",
          "com.sun.syndication.feed.impl.",
          "com.vaadin.data.util.",
          "com.zaxxer.hikari.",
          "groovy.util.Expando",
          "net.sf.ehcache.hibernate.",
          "net.sf.ehcache.transaction.",
          "org.apache.bcel.",
          "org.apache.click.control.",
          "org.apache.commons.beanutils.BeanComparator",
          "org.apache.commons.collections.comparators.TransformingComparator",
          "org.apache.commons.collections.functors.",
          "org.apache.commons.collections.keyvalue.TiedMapEntry",
          "org.apache.commons.collections.map.LazyMap",
          "org.apache.commons.collections4.comparators.TransformingComparator",
          "org.apache.commons.collections4.functors.",
          "org.apache.commons.collections4.keyvalue.TiedMapEntry",
          "org.apache.commons.collections4.map.LazyMap",
          "org.apache.commons.configuration.",
          "org.apache.commons.dbcp",
          "org.apache.commons.fileupload.",
          "org.apache.commons.jxpath.",
          "org.apache.ibatis.executor.loader.",
          "org.apache.myfaces.",
          "org.apache.openjpa.ee.",
          "org.apache.tomcat.dbcp.",
          "org.apache.wicket.util.upload.",
          "org.apache.xalan.",
          "org.aspectj.weaver.tools.cache.",
          "org.codehaus.groovy.runtime.ConvertedClosure",
          "org.codehaus.groovy.runtime.MethodClosure",
          "org.codehaus.jackson.node.",
          "org.hibernate.engine.spi.TypedValue",
          "org.hibernate.jmx.",
          "org.hibernate.property.",
          "org.hibernate.tuple.component.",
          "org.jboss.interceptor.",
          "org.jboss.weld.interceptor.",
          "org.mozilla.javascript.",
          "org.python.core.",
          "org.springframework.aop.",
          "org.springframework.beans.factory.",
          "org.springframework.core.SerializableTypeWrapper",
          "org.springframework.jndi.",
          "org.springframework.transaction.jta.",
          "scala.sys.process.");

  private KnownGadgets() {}

  static boolean contains(String className) {
    return STARTS.stream().anyMatch(className::startsWith);
  }
}
